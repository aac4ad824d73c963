using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Metadata;

/// <summary>What a place takes when a variable stands there: how its value is coerced for the database.</summary>
/// <param name="Location">The type of the place.</param>
/// <param name="Coerce">Checks and converts the value.</param>
internal sealed record VariableShape(TypeReference Location, Func<InputValue, Coercion> Coerce);
