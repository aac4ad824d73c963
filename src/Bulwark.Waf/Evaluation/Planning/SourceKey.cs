using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>Values that many rules ask about: a variable, or those of its values that have one name.</summary>
/// <param name="Kind">The variable.</param>
/// <param name="Name">The name in capitals, or of XML which kind of values; null for all values, also where a rule picks some by a regular expression.</param>
internal readonly record struct SourceKey(VariableKind Kind, string? Name)
{
    /// <summary>Where the target takes its values from; null when they may change while rules are evaluated, so that nothing can be known beforehand.</summary>
    public static SourceKey? Of(EngineTarget target) =>
        target.IsCount || IsChangeable(target.Kind) ? null : new SourceKey(target.Kind, target.Key?.ToUpperInvariant());

    private static bool IsChangeable(VariableKind kind) => kind
        is VariableKind.Tx or VariableKind.Env or VariableKind.Rule or VariableKind.HighestSeverity
        or VariableKind.Ip or VariableKind.Global or VariableKind.Resource or VariableKind.Session or VariableKind.User
        or VariableKind.SessionId or VariableKind.UserId or VariableKind.ReqbodyProcessor
        or (>= VariableKind.MatchedVar and <= VariableKind.MatchedVarsNames)
        or VariableKind.Duration or (>= VariableKind.Time and <= VariableKind.TimeYear);
}
