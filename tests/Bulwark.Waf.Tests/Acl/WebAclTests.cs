using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Tests.Acl;

public sealed class WebAclTests
{
    [Fact]
    public void Rules_are_asked_by_their_priorities_until_one_decides()
    {
        var acl = AclSample.Create(new WebAclOptions
        {
            Rules =
            [
                AclSample.Rule("last", 30, AclSample.PathStartsWith("/"), AclActionKind.Allow),
                AclSample.Rule("count", 10, AclSample.PathStartsWith("/"), AclActionKind.Count),
                AclSample.Rule("block", 20, AclSample.PathStartsWith("/admin")),
            ],
            DefaultAction = AclSample.Action(AclActionKind.Block),
        });

        var (admin, other, none) = (acl.Decide("GET /admin HTTP/1.1"), acl.Decide("GET / HTTP/1.1"), acl.Decide("GET * HTTP/1.1"));

        Assert.Equal((true, "block", "count,block"), (admin.IsBlocked, admin.Rule, Names(admin)));
        Assert.Equal((false, "last", "count,last"), (other.IsBlocked, other.Rule, Names(other)));
        Assert.Equal((true, null, ""), (none.IsBlocked, none.Rule, Names(none)));
        Assert.Equal((403, 403), (admin.Response!.Status, none.Response!.Status));
        Assert.Null(other.Response);
    }

    [Fact]
    public void A_block_answers_as_it_says()
    {
        var action = new AclActionOptions
        {
            Kind = AclActionKind.Block,
            Status = 429,
            Body = "{}",
            ContentType = "application/json",
            ResponseHeaders = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "60" },
        };
        var rule = AclSample.Rule("a", 1, AclSample.PathStartsWith("/")) with { Action = action };

        var response = AclSample.Create(new WebAclOptions { Rules = [rule] }).Decide("GET / HTTP/1.1").Response!;

        Assert.Equal((429, "{}", "application/json", "Retry-After=60"), (response.Status, response.Body, response.ContentType, Text(response.Headers)));
    }

    [Fact]
    public void Headers_are_added_to_what_passes()
    {
        AclRuleOptions Inserting(string name, int priority, AclActionKind kind) => AclSample.Rule(name, priority, AclSample.PathStartsWith("/")) with
        {
            Action = new AclActionOptions { Kind = kind, InsertHeaders = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = "1" } },
        };
        var count = Inserting("counted", 1, AclActionKind.Count);
        var block = AclSample.Rule("block", 2, AclSample.PathStartsWith("/admin"));
        var allow = Inserting("allowed", 3, AclActionKind.Allow);
        var acl = AclSample.Create(new WebAclOptions { Rules = [count, block, allow] });

        Assert.Equal("x-amzn-waf-counted=1 x-amzn-waf-allowed=1", Text(acl.Decide("GET / HTTP/1.1").InsertHeaders));
        Assert.Empty(acl.Decide("GET /admin HTTP/1.1").InsertHeaders);
    }

    [Theory]
    [InlineData(LabelScope.Label, "area:admin", true)]
    [InlineData(LabelScope.Label, "area:Admin", false)]
    [InlineData(LabelScope.Label, "admin", false)]
    [InlineData(LabelScope.Namespace, "area:", true)]
    [InlineData(LabelScope.Namespace, "are:", false)]
    public void Labels_are_for_later_rules(LabelScope scope, string key, bool expected)
    {
        var label = new StatementOptions { LabelMatch = new LabelMatchOptions { Scope = scope, Key = key } };
        var count = AclSample.Rule("count", 2, AclSample.PathStartsWith("/admin"), AclActionKind.Count, "area:admin");
        var before = AclSample.Create(new WebAclOptions { Rules = [AclSample.Rule("label", 1, label), count] });
        var after = AclSample.Create(new WebAclOptions { Rules = [count, AclSample.Rule("label", 3, label)] });

        Assert.False(before.Decide("GET /admin HTTP/1.1").IsBlocked);
        Assert.Equal(expected, after.Decide("GET /admin HTTP/1.1").IsBlocked);
        Assert.False(after.Decide("GET / HTTP/1.1").IsBlocked);
        Assert.Equal(["area:admin"], after.Decide("GET /admin HTTP/1.1").Labels);
    }

    [Fact]
    public void A_decision_shows_the_first_hundred_labels()
    {
        var rules = Enumerable.Range(0, 3).Select(rule =>
            AclSample.Rule($"r{rule}", rule, AclSample.PathStartsWith("/"), AclActionKind.Count, [.. Enumerable.Range(0, 50).Select(label => $"n:l{rule}-{label}")]));
        var last = AclSample.Rule("last", 9, new StatementOptions { LabelMatch = new LabelMatchOptions { Scope = LabelScope.Label, Key = "n:l2-49" } });

        var decision = AclSample.Create(new WebAclOptions { Rules = [.. rules, last] }).Decide("GET / HTTP/1.1");

        Assert.Equal((true, 100, "n:l1-49"), (decision.IsBlocked, decision.Labels.Count, decision.Labels[^1]));
    }

    [Theory]
    [InlineData(false, null, "first", "first", true)]
    [InlineData(true, null, "first", "first", false)]
    [InlineData(false, AclActionKind.Count, "first,second", "second", true)]
    [InlineData(true, AclActionKind.Count, "first,second", "second", false)]
    [InlineData(false, AclActionKind.Allow, "first", "first", false)]
    public void A_group_ends_at_its_first_rule_that_decides_whatever_becomes_of_it(bool overrideToCount, AclActionKind? overrideFirst, string matches, string groupRule, bool isBlocked)
    {
        var group = new RuleGroupOptions
        {
            Rules = [AclSample.Rule("second", 2, AclSample.PathStartsWith("/a")), AclSample.Rule("first", 1, AclSample.PathStartsWith("/"))],
            OverrideToCount = overrideToCount,
            RuleActionOverrides = overrideFirst is { } kind
                ? new Dictionary<string, AclActionOptions>(StringComparer.Ordinal) { ["first"] = AclSample.Action(kind) }
                : new Dictionary<string, AclActionOptions>(StringComparer.Ordinal),
        };
        var rule = new AclRuleOptions { Name = "group", Priority = 1, Statement = new StatementOptions { RuleGroup = group } };

        var decision = AclSample.Create(new WebAclOptions { Rules = [rule] }).Decide("GET /a HTTP/1.1");

        Assert.Equal((isBlocked, matches), (decision.IsBlocked, Names(decision)));
        Assert.Equal(overrideToCount ? null : groupRule, decision.GroupRule);
        Assert.Equal(AclActionKind.Block, decision.Matches[^1].Configured);
    }

    [Fact]
    public void Every_step_can_be_shown()
    {
        var statement = new StatementOptions { And = [AclSample.PathStartsWith("/a"), new StatementOptions { Not = AclSample.PathStartsWith("/ab") }] };
        var acl = AclSample.Create(new WebAclOptions { Rules = [AclSample.Rule("rule", 1, statement)], Groups = AclSample.AllGroups(GroupMode.Off) });

        Assert.Equal(
            """
            rule: UriPath StartsWith "/a" True -
            rule: UriPath StartsWith "/ab" False -
            rule: not True -
            rule: and of 2 True -
            rule: rule True block
            """,
            string.Join('\n', acl.Decide("GET /ac HTTP/1.1", explains: true).Steps.Select(step => $"{step.Rule}: {step.Statement} {step.IsMatch} {step.Result ?? "-"}")));
        Assert.Contains(acl.Decide("GET /x HTTP/1.1", explains: true).Steps, step => step is { Rule: "core", Statement: "group core", Result: "off" });
        Assert.Empty(acl.Decide("GET /ac HTTP/1.1").Steps);
    }

    private static string Names(FirewallDecision decision) => string.Join(',', decision.Matches.Select(match => match.Rule));

    private static string Text(IEnumerable<KeyValuePair<string, string>> headers) => string.Join(' ', headers.Select(header => $"{header.Key}={header.Value}"));
}
