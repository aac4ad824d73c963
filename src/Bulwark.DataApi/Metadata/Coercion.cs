namespace Bulwark.DataApi.Metadata;

/// <summary>A client's value as the database takes it (text, a 64-bit integer, null), or why it is none.</summary>
/// <param name="Value">The value.</param>
/// <param name="Problem">The error's message; null when the value is good.</param>
/// <param name="Code">The error's code.</param>
internal readonly record struct Coercion(object? Value, string? Problem, string Code)
{
    public static Coercion Of(object? value) => new(value, null, "");

    public static Coercion Fail(string code, string problem) => new(null, problem, code);
}
