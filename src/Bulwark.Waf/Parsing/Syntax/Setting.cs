namespace Bulwark.Waf.Parsing.Syntax;

/// <summary>Any other directive: an engine setting (<c>SecRequestBodyLimit</c>) or a change of rules (<c>SecRuleRemoveById</c>).</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Name">The directive in its usual spelling.</param>
/// <param name="Arguments">Its arguments without their quotes.</param>
internal sealed record Setting(SourceLocation Location, string Name, IReadOnlyList<string> Arguments) : Directive(Location);
