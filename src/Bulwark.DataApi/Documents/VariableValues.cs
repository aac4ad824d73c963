using System.Text.Json;
using Bulwark.DataApi.Http;

namespace Bulwark.DataApi.Documents;

/// <summary>The values of an operation's variables in one request: what the client gave, else the default, else null.</summary>
internal sealed class VariableValues
{
    private readonly Dictionary<string, InputValue> _values;

    private VariableValues(Dictionary<string, InputValue> values) => _values = values;

    public InputValue this[string name] => _values[name];

    /// <summary>Holds what the client gave against the definitions.</summary>
    /// <param name="definitions">The operation's variables.</param>
    /// <param name="given">An object, or undefined.</param>
    /// <param name="error">Why the values are refused.</param>
    public static VariableValues? Read(IReadOnlyList<VariableDefinition> definitions, JsonElement given, out GraphQLError? error)
    {
        var values = new Dictionary<string, InputValue>(StringComparer.Ordinal);
        foreach (var definition in definitions)
        {
            values.Add(definition.Name, ValueOf(definition, given));
            error = Check(definition, values[definition.Name], IsGiven(definition, given));
            if (error is not null)
                return null;
        }

        error = CheckUnexpected(values, given);
        return error is null ? new VariableValues(values) : null;
    }

    private static InputValue ValueOf(VariableDefinition definition, JsonElement given) =>
        IsGiven(definition, given) ? InputReader.Read(given.GetProperty(definition.Name)) : definition.Default ?? InputValue.Null;

    private static bool IsGiven(VariableDefinition definition, JsonElement given) =>
        given.ValueKind == JsonValueKind.Object && given.TryGetProperty(definition.Name, out _);

    private static GraphQLError? Check(VariableDefinition definition, InputValue value, bool isGiven)
    {
        if (!definition.Type.IsRequired || value.Kind != InputKind.Null)
            return null;

        return GraphQLError.Validation(QueryPath.Root, isGiven
            ? $"null value found for non-nullable variable: \"{definition.Name}\""
            : $"expecting a value for non-nullable variable: \"{definition.Name}\"");
    }

    private static GraphQLError? CheckUnexpected(Dictionary<string, InputValue> values, JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object)
            return null;

        var unexpected = given.EnumerateObject().Select(field => field.Name).Where(name => !values.ContainsKey(name)).ToList();
        return unexpected.Count == 0
            ? null
            : GraphQLError.Validation(QueryPath.Root, "unexpected variables in variableValues: " + string.Join(", ", unexpected));
    }
}
