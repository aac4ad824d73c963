using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Tests.Parsing;

public sealed class ActionParserTests
{
    [Theory]
    [InlineData("id:1,deny", "id=1 deny")]
    [InlineData(" ID : 1 ,\tDENY , ", "id=1 deny")]
    [InlineData("id:'1',phase:2", "id=1 phase=2")]
    [InlineData("msg:'a, b',log", "msg=[a, b] log")]
    [InlineData(@"msg:'it\'s',log", "msg=it's log")]
    [InlineData(@"logdata:'a\\d\x'", @"logdata=a\\d\x")]
    [InlineData("msg:don't stop,log", "msg=[don't stop] log")]
    [InlineData("setvar:'tx.a=b, c'", "setvar=[tx.a=b, c]")]
    [InlineData("setvar:tx.a='b, c',log", "setvar=[tx.a=b, c] log")]
    [InlineData("ctl:ruleRemoveTargetByMsg='b, c';ARGS:d,log", "ctl=[ruleRemoveTargetByMsg=b, c;ARGS:d] log")]
    [InlineData("initcol:ip=%{remote_addr}_%{tx.ua_hash}", "initcol=ip=%{remote_addr}_%{tx.ua_hash}")]
    [InlineData("ctl:ruleRemoveTargetById=942100;ARGS:a[0]", "ctl=ruleRemoveTargetById=942100;ARGS:a[0]")]
    [InlineData("t:none,t:URLDECODEUNI,t:normalisePath", "t=none t=urlDecodeUni t=normalizePath")]
    [InlineData("multimatch,skipafter:END", "multiMatch skipAfter=END")]
    [InlineData("allow,allow:phase", "allow allow=phase")]
    [InlineData("", "")]
    public void Reads_actions(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', ActionParser.Parse(text).Select(action =>
            action.Argument is null ? action.Name : action.Name + "=" + (action.Argument.Contains(' ', StringComparison.Ordinal) ? $"[{action.Argument}]" : action.Argument))));

    [Theory]
    [InlineData("id:1,,deny", "an action is missing between two commas")]
    [InlineData("denny", "unknown action 'denny'")]
    [InlineData("foo,log,t:bar", "unknown action 'foo'; unknown transformation 'bar'")]
    [InlineData("id", "action 'id' needs an argument")]
    [InlineData("msg:''", "action 'msg' needs an argument")]
    [InlineData("deny:1", "action 'deny' has no argument, but '1' follows it")]
    [InlineData("msg:'a", "'a does not end with a quote")]
    [InlineData("msg:'a' b,log", "a comma is missing before 'b,log'")]
    [InlineData("exec:/bin/sh", "action 'exec' is refused: rules cannot run programs")]
    [InlineData("pause:1000", "action 'pause' is refused: rules cannot hold a request back")]
    public void Refuses_what_is_no_action(string text, string message) =>
        Assert.Equal(message, Assert.Throws<RuleException>(() => ActionParser.Parse(text)).Message);
}
