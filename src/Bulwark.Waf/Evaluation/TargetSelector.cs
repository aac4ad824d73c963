using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>A variable and which of its values: <c>ARGS</c>, <c>ARGS:user</c>, <c>REQUEST_COOKIES:/__utm/</c>.</summary>
/// <param name="Kind">The variable.</param>
/// <param name="Names">The names of its values; null for all of them.</param>
internal sealed record TargetSelector(VariableKind Kind, NameSelector? Names)
{
    /// <summary>Whether a value of the variable is meant.</summary>
    public bool Covers(VariableKind kind, ReadOnlySpan<byte> name) => kind == Kind && (Names is null || Names.Matches(name));
}
