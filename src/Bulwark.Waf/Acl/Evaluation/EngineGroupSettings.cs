using Bulwark.Waf.Acl.Statements;

namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>How a web ACL uses a group of SecLang rules.</summary>
/// <param name="Overrides">What is done in place of the rules' own actions, by their names.</param>
/// <param name="CountsOnly">Whether what the group decides is only counted.</param>
/// <param name="ScopeDown">Which requests the group is concerned with; null for all.</param>
internal sealed record EngineGroupSettings(IReadOnlyDictionary<string, AclAction> Overrides, bool CountsOnly, Statement? ScopeDown)
{
    public static EngineGroupSettings Default { get; } = new(new Dictionary<string, AclAction>(StringComparer.Ordinal), CountsOnly: false, ScopeDown: null);
}
