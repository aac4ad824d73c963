using System.Text.Json;
using Bulwark.DataApi.Http;

namespace Bulwark.DataApi.Documents;

/// <summary>The values of an operation's variables in one request: what the client gave, else the default, else null.</summary>
internal sealed class VariableValues
{
    /// <summary>The message of a refusal for <see cref="AreOverused"/>.</summary>
    public const string Overused = "the variables, counted wherever they are used, hold more than the limit of values";

    private readonly Dictionary<string, InputValue> _values;
    private readonly long _maxUsed;
    private long _used;

    private VariableValues(Dictionary<string, InputValue> values, long maxUsed)
    {
        _values = values;
        _maxUsed = maxUsed;
    }

    /// <summary>True once the variables, each counted wherever it is used, hold more than the limit: a short document can multiply a long value.</summary>
    public bool AreOverused => _used > _maxUsed;

    /// <summary>Holds what the client gave against the definitions.</summary>
    /// <param name="definitions">The operation's variables.</param>
    /// <param name="given">An object, or undefined.</param>
    /// <param name="maxUsed">How much all uses may add up to, in the measure of <see cref="InputValue.Size"/>.</param>
    /// <param name="error">Why the values are refused.</param>
    public static VariableValues? Read(IReadOnlyList<VariableDefinition> definitions, JsonElement given, long maxUsed, out GraphQLError? error)
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
        return error is null ? new VariableValues(values, maxUsed) : null;
    }

    /// <summary>The value at a place where the variable stands; null, whatever it is, once the variables are overused.</summary>
    public InputValue Use(string name)
    {
        // Weighing a value costs its size too, so nothing more is weighed once it is over.
        if (!AreOverused)
            _used += _values[name].Size;

        return AreOverused ? InputValue.Null : _values[name];
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
