using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>A variable and which of its values: <c>ARGS</c>, <c>ARGS:user</c>, <c>REQUEST_COOKIES:/__utm/</c>.</summary>
/// <param name="Kind">The variable.</param>
/// <param name="Names">The names of its values; null for all of them.</param>
internal sealed record TargetSelector(VariableKind Kind, NameSelector? Names)
{
    /// <summary>Whether this takes a value away from a rule.</summary>
    /// <param name="target">How the rule comes to the value. As in libmodsecurity, <c>ARGS</c> takes away what the rule names <c>ARGS</c>, and not <c>ARGS:user</c>.</param>
    /// <param name="name">The name of the value.</param>
    public bool TakesAway(TargetSelector target, ReadOnlySpan<byte> name) =>
        target.Kind == Kind && (Names is null ? target.Names is null : Names.Matches(name) || Names.IsSameAs(target.Names));

    /// <summary>Whether this takes away the very target, which is all that takes away a number of values (<c>&amp;ARGS:x</c>).</summary>
    public bool TakesAway(TargetSelector target) => target.Kind == Kind && (Names is null ? target.Names is null : Names.IsSameAs(target.Names));
}
