using Bulwark.Waf.Rules.Actions;

namespace Bulwark.Waf.Tests.Rules;

public sealed class ActionReaderTests
{
    [Theory]
    [InlineData("setvar:tx.a", "SetVariable { Collection = Tx, Name = a, Operation = Set, Value = 1 }")]
    [InlineData("setvar:TX:a=b=c", "SetVariable { Collection = Tx, Name = a, Operation = Set, Value = b=c }")]
    [InlineData("setvar:'tx.a=x, y'", "SetVariable { Collection = Tx, Name = a, Operation = Set, Value = x, y }")]
    [InlineData("setvar:tx.a=", "SetVariable { Collection = Tx, Name = a, Operation = Set, Value =  }")]
    [InlineData("setvar:tx.a=+%{tx.b}", "SetVariable { Collection = Tx, Name = a, Operation = Add, Value = %{tx.b} }")]
    [InlineData("setvar:ip.a=-5", "SetVariable { Collection = Ip, Name = a, Operation = Subtract, Value = 5 }")]
    [InlineData("setvar:!session.a", "SetVariable { Collection = Session, Name = a, Operation = Remove, Value =  }")]
    [InlineData("setvar:'tx.a_%{args.b=c}=1'", "SetVariable { Collection = Tx, Name = a_%{args.b=c}, Operation = Set, Value = 1 }")]
    [InlineData("expirevar:'ip.a=%{tx.t}'", "ExpireVariable { Collection = Ip, Name = a, Seconds = %{tx.t} }")]
    [InlineData("initcol:ip=%{remote_addr}_x", "InitCollection { Collection = Ip, Key = %{remote_addr}_x }")]
    [InlineData("setsid:%{request_cookies.s}", "SetCollectionId { Collection = Session, Key = %{request_cookies.s} }")]
    [InlineData("setuid:u", "SetCollectionId { Collection = User, Key = u }")]
    [InlineData("setrsc:r", "SetCollectionId { Collection = Resource, Key = r }")]
    [InlineData("setenv:'a=b c'", "SetEnvironment { Name = a, Value = b c }")]
    [InlineData("ctl:ruleRemoveById=1-5", "RemoveRules { Rules = 1-5 }")]
    [InlineData("ctl:ruleRemoveById='1 3-5'", "RemoveRules { Rules = 1 3-5 }")]
    [InlineData("ctl:ruleRemoveByTag=a/b", "RemoveRules { Rules = a/b }")]
    [InlineData("ctl:ruleRemoveByMsg='A message'", "RemoveRules { Rules = A message }")]
    [InlineData("ctl:RULEREMOVETARGETBYID=1-2;ARGS:a[0]", "RemoveTargets { Rules = 1-2, Target = Args a[0] }")]
    [InlineData("ctl:ruleRemoveTargetByTag=a;REQUEST_COOKIES:/^x/", "RemoveTargets { Rules = a, Target = RequestCookies ~^x }")]
    [InlineData("ctl:ruleRemoveTargetByMsg=m;ARGS", "RemoveTargets { Rules = m, Target = Args  }")]
    [InlineData("ctl:ruleRemovePathByTag=attack-sqli;m\\.new_content.body", "RemovePaths { Rules = attack-sqli, Path = m\\.new_content.body }")]
    [InlineData("ctl:ruleEngine=detectiononly", "SetRuleEngine { Mode = DetectionOnly }")]
    [InlineData("ctl:auditEngine=RelevantOnly", "SetAuditEngine { Mode = RelevantOnly }")]
    [InlineData("ctl:auditLogParts=+E", "SetAuditLogParts { Operation = Add, Parts = E }")]
    [InlineData("ctl:auditLogParts=-EH", "SetAuditLogParts { Operation = Subtract, Parts = EH }")]
    [InlineData("ctl:auditLogParts=ABZ", "SetAuditLogParts { Operation = Set, Parts = ABZ }")]
    [InlineData("ctl:requestBodyAccess=Off", "SetRequestBodyAccess { IsOn = False }")]
    [InlineData("ctl:responseBodyAccess=On", "SetResponseBodyAccess { IsOn = True }")]
    [InlineData("ctl:forceRequestBodyVariable=On", "ForceRequestBodyVariable { IsOn = True }")]
    [InlineData("ctl:requestBodyProcessor=json", "SetRequestBodyFormat { Format = Json }")]
    [InlineData("ctl:requestBodyLimit=10", "SetRequestBodyLimit { Limit = 10 }")]
    [InlineData("ctl:responseBodyLimit=10", "SetResponseBodyLimit { Limit = 10 }")]
    [InlineData("ctl:debugLogLevel=3", "")]
    [InlineData("ctl:hashEngine=Off", "")]
    [InlineData("xmlns:a=b", "")]
    public void Reads_actions(string action, string expected) =>
        Assert.Equal(expected, string.Join(' ', RuleSetTests.Only($"SecAction \"id:1,{action}\"").Head.Actions.Select(Text)));

    private static string Text(RuleAction action) => action is RemoveTargets remove
        ? $"RemoveTargets {{ Rules = {remove.Rules}, Target = {remove.Target.Kind} {(remove.Target.IsRegex ? "~" : "")}{remove.Target.Selector} }}"
        : action.ToString();
}
