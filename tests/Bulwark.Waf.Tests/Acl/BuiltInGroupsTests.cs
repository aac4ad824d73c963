using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Tests.Acl;

/// <summary>What the built-in rules find, each of them once at least, and what they leave alone.</summary>
public sealed class BuiltInGroupsTests
{
    private static readonly Lazy<WebAcl> Counting = new(() => AclSample.Create(new WebAclOptions { Groups = AclSample.AllGroups(GroupMode.Count) }));

    public static TheoryData<int, string> Attacks => new(BuiltInGroupCases.Attacks.Select(attack => (attack.Rule, attack.Request)));

    public static TheoryData<int, string> Benign => new(BuiltInGroupCases.Benign.Select(benign => (benign.Rule, benign.Request)));

    public static TheoryData<string> Ordinary => new(BuiltInGroupCases.Ordinary);

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Each_rule_finds_what_it_is_for(int rule, string request) => Assert.Contains(rule, Ids(request));

    [Theory]
    [MemberData(nameof(Benign))]
    public void Each_rule_leaves_alone_what_only_looks_like_it(int rule, string request) => Assert.DoesNotContain(rule, Ids(request));

    [Theory]
    [MemberData(nameof(Ordinary))]
    public void Ordinary_requests_are_not_matched(string request) => Assert.Empty(Ids(request));

    [Fact]
    public void No_rule_is_without_a_case_of_both_kinds()
    {
        var rules = AclSample.Engine.Rules.Where(rule => rule.IsDisruptive).Select(rule => rule.Id).ToList();

        Assert.Empty(rules.Except(BuiltInGroupCases.Attacks.Select(attack => attack.Rule)));
        Assert.Empty(rules.Except(BuiltInGroupCases.Benign.Select(benign => benign.Rule)));
    }

    [Fact]
    public void Every_rule_has_a_number_and_a_name_of_ours()
    {
        Assert.All(AclSample.Engine.Rules, rule => Assert.InRange(rule.Id, 7_710_000, 7_719_999));
        Assert.All(AclSample.Engine.Rules.Where(rule => rule.IsDisruptive), rule => Assert.Contains(rule.Tags, tag => tag.StartsWith($"bulwark/{rule.Group}/", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_names_are_those_of_the_field()
    {
        var names = AclSample.Engine.Rules.Where(rule => rule.IsDisruptive).GroupBy(rule => rule.Group, rule => rule.Tags.First(tag => tag.StartsWith("bulwark/", StringComparison.Ordinal)), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);

        Assert.Equal(22, names["core"]);
        Assert.Equal(11, names["known-bad-inputs"]);
    }

    [Fact]
    public void Settings_move_the_limits()
    {
        var engine = BuiltInGroups.LoadEngine(settings: new Dictionary<string, int>(StringComparer.Ordinal) { ["core_max_query_length"] = 10 });
        var acl = AclSample.Create(new WebAclOptions { Groups = AclSample.AllGroups(GroupMode.Block) }, engine);

        Assert.Equal("SizeRestrictions_QUERYSTRING", acl.Decide("GET /?a=12345678901 HTTP/1.1\nUser-Agent: a").GroupRule);
        Assert.False(acl.Decide("GET /?a=1 HTTP/1.1\nUser-Agent: a").IsBlocked);
    }

    [Theory]
    [InlineData("name=\"f\"; filename=\"page.html\"", false)]
    [InlineData("name=\"f\"", true)]
    [InlineData("name=\"f\"; name=\"f\"; filename=\"page.html\"", true)]
    public void What_is_in_a_file_of_a_well_formed_form_is_a_matter_of_the_application(string part, bool isFound)
    {
        var body = $"--X\r\nContent-Disposition: form-data; {part}\r\n\r\n<script>alert(1)</script>\r\n--X--\r\n";

        Assert.Equal(isFound, Ids($"POST /form HTTP/1.1\nHost: a.example\nUser-Agent: b\nContent-Type: multipart/form-data; boundary=X\nContent-Length: {body.Length}\n\n{body}").Any());
    }

    [Fact]
    public void A_setting_that_is_none_is_refused() =>
        Assert.StartsWith("there is no setting 'max_query' of the built-in groups, only core_max_query_length, ",
            Assert.Throws<RuleException>(() => BuiltInGroups.LoadEngine(settings: new Dictionary<string, int>(StringComparer.Ordinal) { ["max_query"] = 10 })).Message, StringComparison.Ordinal);

    private static IEnumerable<int> Ids(string request) => Counting.Value.Decide(request).Matches.Select(match => match.Match!.Rule.Id);
}
