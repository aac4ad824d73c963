using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Acl;

/// <summary>A rule that matched.</summary>
/// <param name="Rule">The rule's name; inside a group its name there (<c>NoUserAgent_HEADER</c>), or its number when it has no name.</param>
/// <param name="Group">The group that it belongs to; null for a rule of the web ACL.</param>
/// <param name="Action">What was done because of it.</param>
/// <param name="Configured">What the rule itself says. It differs from <paramref name="Action"/> where a mode or an override holds it back: what blocking would have refused.</param>
/// <param name="Match">Of a SecLang rule: what it says and which values matched; else null.</param>
public sealed record AclMatch(string Rule, string? Group, AclActionKind Action, AclActionKind Configured, RuleMatch? Match = null);
