namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>What a web ACL calls a SecLang rule.</summary>
/// <param name="Name">The end of its tag <c>bulwark/GROUP/NAME</c>; without such a tag its number.</param>
/// <param name="Labels">What a match adds for later rules: <c>bulwark:GROUP:NAME</c>, and for each tag <c>attack-sqli</c> a <c>bulwark:GROUP:attack-sqli</c>.</param>
internal sealed record RuleName(string Name, string[] Labels);
