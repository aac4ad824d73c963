using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Metadata;

/// <summary>What a column holds, as GraphQL names it.</summary>
/// <param name="Name">The GraphQL scalar.</param>
/// <param name="CoerceValue">Checks a value that is not null and converts it for the database.</param>
internal sealed record ScalarType(string Name, Func<InputValue, Coercion> CoerceValue)
{
    /// <summary>True for text, which has the pattern operators.</summary>
    public bool IsText { get; init; }

    /// <summary>True when the database holds 0 and 1 for it.</summary>
    public bool IsBoolean { get; init; }

    /// <summary>Reads a value that may not be null.</summary>
    public Coercion Coerce(InputValue value) => value.Kind == InputKind.Null
        ? Coercion.Fail(Http.ErrorCode.ValidationFailed, $"unexpected null value for type '{Name}'")
        : CoerceValue(value);

    /// <summary>Reads a value that may be null.</summary>
    public Coercion CoerceNullable(InputValue value) => value.Kind == InputKind.Null ? Coercion.Of(null) : CoerceValue(value);
}
