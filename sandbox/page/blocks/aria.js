/** What tells a screen reader about a control: its label, hint and error. */
export function aria(field) {
  return {
    id: field.id ?? null,
    "aria-label": field.id ? null : field.label,
    "aria-describedby": field.described ?? null,
    "aria-invalid": field.invalid ? "true" : null,
    "aria-required": field.required ? "true" : null,
  };
}
