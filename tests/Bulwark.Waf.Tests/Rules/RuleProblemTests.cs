using Bulwark.Waf.Rules;

namespace Bulwark.Waf.Tests.Rules;

/// <summary>What keeps rules from being loaded, with whole messages.</summary>
public sealed class RuleProblemTests
{
    [Theory]
    [InlineData("SecAction pass", "rules:1: the rule has no id")]
    [InlineData("SecRule ARGS a", "rules:1: the rule has no id")]
    [InlineData("SecAction id:0", "rules:1: id: '0' is not a rule ID")]
    [InlineData("SecAction id:1x", "rules:1: id: '1x' is not a rule ID")]
    [InlineData("SecAction id:1\n\nSecAction id:1", "rules:3: id 1 is that of the rule at rules:1 already")]
    [InlineData("SecAction \"id:1,phase:6\"", "rules:1: phase: '6' is not a whole number from 1 to 5")]
    [InlineData("SecAction \"id:1,status:99\"", "rules:1: status: '99' is not a whole number from 100 to 599")]
    [InlineData("SecAction \"id:1,severity:BAD\"", "rules:1: severity: 'BAD' is none of Emergency, Alert, Critical, Error, Warning, Notice, Info, Debug and no number from 0 to 7")]
    [InlineData("SecAction \"id:1,allow:all\"", "rules:1: allow: 'all' is neither phase nor request")]
    [InlineData("SecAction \"id:1,msg:'%{foo}'\"", "rules:1: msg: the macro %{foo} names no variable")]
    [InlineData("SecAction \"id:1,skip:0\"", "rules:1: skip: '0' is not a whole number from 1 to 2147483647")]
    [InlineData("SecMarker A\nSecAction \"id:1,skipAfter:A\"", "rules:2: skipAfter: behind rule 1 there is no SecMarker 'A'")]
    [InlineData("SecRule !ARGS:a b id:1", "rules:1: the rule has exclusions, but nothing to exclude them from")]
    [InlineData("SecRule ARGS a \"id:1,chain\"", "rules:1: chain: no rule follows to be chained with")]
    [InlineData("SecRule ARGS a \"id:1,chain\"\nSecMarker A\nSecAction id:2", "rules:1: chain: no rule follows to be chained with")]
    [InlineData("SecRule ARGS a \"id:1,chain\"\nSecAction id:2", "rules:2: id: only the first rule of a chain can have it")]
    [InlineData("SecRule ARGS a \"id:1,chain\"\nSecAction \"deny,phase:1\"", "rules:2: deny: only the first rule of a chain can have it\nrules:2: phase: only the first rule of a chain can have it")]
    public void Refuses_rules(string text, string message) => Refuses(text, message);

    [Theory]
    [InlineData("tx", "'tx' is not COLLECTION.NAME")]
    [InlineData("tx.", "'tx.' is not COLLECTION.NAME")]
    [InlineData("args.a=1", "'args.a': rules cannot write to 'args', only to TX, IP, GLOBAL, RESOURCE, SESSION and USER")]
    [InlineData("tx.a=+", "'tx.a=+' has no number behind '=+'")]
    [InlineData("tx.a=%{b", "the macro %{b does not end")]
    public void Refuses_setvar(string argument, string message) => Refuses($"SecAction \"id:1,setvar:{argument}\"", $"rules:1: setvar: {message}");

    [Theory]
    [InlineData("expirevar:ip.a", "expirevar: 'ip.a' does not say after how many seconds")]
    [InlineData("initcol:tx=a", "initcol: 'tx=a': rules cannot write to 'tx', only to IP, GLOBAL, RESOURCE, SESSION and USER")]
    [InlineData("initcol:ip", "initcol: 'ip' does not say which one: COLLECTION=KEY")]
    [InlineData("setenv:=a", "setenv: '=a' has no name")]
    public void Refuses_actions(string action, string message) => Refuses($"SecAction \"id:1,{action}\"", $"rules:1: {message}");

    [Theory]
    [InlineData("foo", "'foo' is not OPTION=VALUE")]
    [InlineData("foo=", "'foo=' has no value")]
    [InlineData("foo=bar", "unknown option 'foo'")]
    [InlineData("ruleRemoveById=a", "'a' is not a rule ID")]
    [InlineData("ruleRemoveById=5-1", "'5-1' is not a range: it ends before it begins")]
    [InlineData("ruleRemoveTargetById=1", "'1' is not RULES;VARIABLE")]
    [InlineData("ruleRemovePathById=1", "'1' is not RULES;PATH")]
    [InlineData("ruleRemoveTargetById=1;!ARGS", "'!ARGS' is not one variable")]
    [InlineData("ruleRemoveTargetByTag=a;FOO", "unknown variable 'FOO'")]
    [InlineData("ruleEngine=maybe", "'maybe' is none of On, Off and DetectionOnly")]
    [InlineData("auditEngine=maybe", "'maybe' is none of On, Off and RelevantOnly")]
    [InlineData("auditLogParts=+e", "'e' are not parts of an audit log: the letters are ABCDEFGHIJKZ")]
    [InlineData("requestBodyAccess=1", "'1' is neither On nor Off")]
    [InlineData("requestBodyProcessor=YAML", "'YAML' is none of URLENCODED, MULTIPART, JSON and XML")]
    [InlineData("requestBodyLimit=-1", "'-1' is not a whole number from 0 to 2147483647")]
    [InlineData("hashEngine=On", "hashEngine can only be Off: links are not signed here")]
    public void Refuses_ctl(string argument, string message) => Refuses($"SecAction \"id:1,ctl:{argument}\"", $"rules:1: ctl: {message}");

    [Theory]
    [InlineData("SecDefaultAction pass", "rules:1: SecDefaultAction: a phase is missing")]
    [InlineData("SecDefaultAction \"phase:1,log\"", "rules:1: SecDefaultAction: one of pass, deny, drop, allow, redirect, proxy is missing")]
    [InlineData("SecDefaultAction \"phase:1,block\"", "rules:1: SecDefaultAction: action 'block' cannot be a default")]
    [InlineData("SecDefaultAction \"phase:1,deny,t:none\"", "rules:1: SecDefaultAction: action 't:none' cannot be a default")]
    [InlineData("SecDefaultAction \"phase:1,deny,id:1\"", "rules:1: SecDefaultAction: action 'id:1' cannot be a default")]
    [InlineData("SecDefaultAction \"phase:1,deny\"\nSecDefaultAction \"phase:1,pass\"", "rules:2: SecDefaultAction: phase 1 has its default actions already")]
    [InlineData("SecRuleUpdateActionById 1 \"id:2,pass\"", "rules:1: SecRuleUpdateActionById: id cannot be changed")]
    [InlineData("SecRuleUpdateActionById x pass", "rules:1: SecRuleUpdateActionById: 'x' is not a rule ID")]
    [InlineData("SecAction id:1\nSecRuleUpdateActionById 1:1 nolog", "rules:2: SecRuleUpdateActionById: rule 1 has no link 1")]
    public void Refuses_defaults_and_updates(string text, string message) => Refuses(text, message);

    [Fact]
    public void Tells_problems_of_syntax_and_of_meaning_at_once() => Refuses(
        """
        SecRule ARGS "@foo" "id:1,chain"
        SecRule ARGS a "deny"
        SecAction "id:2,phase:9,skipAfter:NOWHERE"
        SecRequestBodyLimit much
        SecAction "id:3,skipAfter:LOST"
        """,
        """
        rules:1: SecRule: unknown operator '@foo'
        rules:4: SecRequestBodyLimit: 'much' is not a whole number from 0 to 2147483647
        rules:3: phase: '9' is not a whole number from 1 to 5
        """);

    private static void Refuses(string text, string message) =>
        Assert.Equal(message, Assert.Throws<RuleException>(() => RuleSet.LoadText("rules", text)).Message);
}
