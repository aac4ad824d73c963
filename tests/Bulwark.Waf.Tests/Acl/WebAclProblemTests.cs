using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Tests.Acl;

public sealed class WebAclProblemTests
{
    private static readonly FieldOptions Path = new() { Kind = FieldKind.UriPath };

    public static TheoryData<string, StatementOptions> Statements => new()
    {
        { "rules[0].statement: must hold exactly one statement", new StatementOptions() },
        { "rules[0].statement: must hold exactly one statement", new StatementOptions { Not = AclSample.PathStartsWith("/"), ByteMatch = AclSample.PathStartsWith("/").ByteMatch } },
        { "rules[0].statement.and: needs at least two statements", new StatementOptions { And = [AclSample.PathStartsWith("/")] } },
        { "rules[0].statement.or[1].not: must hold exactly one statement", new StatementOptions { Or = [AclSample.PathStartsWith("/"), new StatementOptions { Not = new StatementOptions() }] } },
        { "rules[0].statement.byteMatch.searchString: is empty: it stands in every value", Bytes("", PositionalConstraint.Contains, Path) },
        { "rules[0].statement.byteMatch.searchString: 'a b' is no word of letters, digits and underscores", Bytes("a b", PositionalConstraint.ContainsWord, Path) },
        { "rules[0].statement.byteMatch.field.name: is missing: SingleHeader needs the name", Bytes("a", PositionalConstraint.Contains, new FieldOptions { Kind = FieldKind.SingleHeader }) },
        { "rules[0].statement.byteMatch.field.name: Method has no name", Bytes("a", PositionalConstraint.Contains, new FieldOptions { Kind = FieldKind.Method, Name = "a" }) },
        { "rules[0].statement.byteMatch.field: included and excluded belong to Headers, Cookies and JsonBody, not to Body", Bytes("a", PositionalConstraint.Contains, new FieldOptions { Kind = FieldKind.Body, Included = ["a"] }) },
        { "rules[0].statement.regexMatch.patterns[1]: pattern, at position 0: ", new StatementOptions { RegexMatch = new RegexMatchOptions { Field = Path, Patterns = ["a", "*"] } } },
        { "rules[0].statement.regexMatch.transformations[1]: there is no transformation 'lowerCases'", new StatementOptions { RegexMatch = new RegexMatchOptions { Field = Path, Patterns = ["a"], Transformations = ["trim", "lowerCases"] } } },
        { "rules[0].statement.sizeConstraint.size: -1 is less than 0", new StatementOptions { SizeConstraint = new SizeConstraintOptions { Field = Path, Comparison = SizeComparison.Gt, Size = -1 } } },
        { "rules[0].statement.ipSet.addresses: @ipMatch: '10.0.0.0/33' has no prefix length from 0 to 32", new StatementOptions { IpSet = new IpSetOptions { Addresses = ["10.0.0.0/33"] } } },
        { "rules[0].statement.ipSet.addresses: holds no address", new StatementOptions { IpSet = new IpSetOptions() } },
        { "rules[0].statement.ipSet.set: there is no set 'office': ipSets names none", new StatementOptions { IpSet = new IpSetOptions { Set = "office" } } },
        { "rules[0].statement.ipSet: names a set and addresses: only one of them can be meant", new StatementOptions { IpSet = new IpSetOptions { Set = "office", Addresses = ["192.0.2.1"] } } },
        { "rules[0].statement.geoMatch: needs to know the countries of addresses, and no file that does (MaxMind) is configured", new StatementOptions { GeoMatch = new GeoMatchOptions { Countries = ["DE"] } } },
        { "rules[0].statement.geoMatch.countries: 'de' is no code of two capital letters (ISO 3166-1)", new StatementOptions { GeoMatch = new GeoMatchOptions { Countries = ["de"] } } },
        { "rules[0].statement.labelMatch.key: 'a' is no namespace: it must end with a colon", new StatementOptions { LabelMatch = new LabelMatchOptions { Scope = LabelScope.Namespace, Key = "a" } } },
        { "rules[0].statement.rateBased.limit: 9 is less than 10", new StatementOptions { RateBased = new RateBasedOptions { Limit = 9 } } },
        { "rules[0].statement.rateBased.windowSeconds: 90 is none of 60, 120, 300, 600", new StatementOptions { RateBased = new RateBasedOptions { Limit = 10, WindowSeconds = 90 } } },
        { "rules[0].statement.rateBased.scopeDown: is missing: counting all requests together needs a statement that says which", new StatementOptions { RateBased = new RateBasedOptions { Limit = 10, Aggregation = RateAggregation.Constant } } },
        { "rules[0].statement.rateBased.keys: an address alone is no combination: use the aggregation Ip or ForwardedIp", new StatementOptions { RateBased = new RateBasedOptions { Limit = 10, Aggregation = RateAggregation.CustomKeys, Keys = [new RateKeyOptions { Kind = RateKeyKind.Ip }] } } },
        { "rules[0].statement.rateBased.keys[0].name: is missing: Cookie needs the name", new StatementOptions { RateBased = new RateBasedOptions { Limit = 10, Aggregation = RateAggregation.CustomKeys, Keys = [new RateKeyOptions { Kind = RateKeyKind.Cookie }] } } },
        { "rules[0].statement.rateBased.forwarded: is missing: it says which header holds the address", new StatementOptions { RateBased = new RateBasedOptions { Limit = 10, Aggregation = RateAggregation.ForwardedIp } } },
        { "rules[0].statement.not.rateBased: cannot stand inside another statement", new StatementOptions { Not = new StatementOptions { RateBased = new RateBasedOptions { Limit = 10 } } } },
        { "rules[0].statement.not: a rule group can only be the statement of a rule of the web ACL itself", new StatementOptions { Not = new StatementOptions { RuleGroup = new RuleGroupOptions { Rules = [] } } } },
    };

    public static TheoryData<string, AclRuleOptions> Rules => new()
    {
        { "rules[0].action: is missing", AclSample.Rule("a", 1, AclSample.PathStartsWith("/")) with { Action = null } },
        { "rules[0].name: is empty", AclSample.Rule("", 1, AclSample.PathStartsWith("/")) },
        { "rules[0].labels[0]: 'a:b:c:d:e:f:g' has more than 5 namespaces", AclSample.Rule("a", 1, AclSample.PathStartsWith("/"), AclActionKind.Count, "a:b:c:d:e:f:g") },
        { "rules[0].labels[0]: 'a::b' has a part that is empty or longer than 128 characters", AclSample.Rule("a", 1, AclSample.PathStartsWith("/"), AclActionKind.Count, "a::b") },
        { "rules[0].labels[0]: 'a b' holds something else than letters, digits, '_', '-' and colons", AclSample.Rule("a", 1, AclSample.PathStartsWith("/"), AclActionKind.Count, "a b") },
        { "rules[0].labels[0]: labels that begin with 'bulwark:' are those of rule groups", AclSample.Rule("a", 1, AclSample.PathStartsWith("/"), AclActionKind.Count, "bulwark:a") },
        { "rules[0].action.kind: a rate-based rule cannot allow", AclSample.Rule("a", 1, new StatementOptions { RateBased = new RateBasedOptions { Limit = 10 } }, AclActionKind.Allow) },
        { "rules[0].action.status: 199 is no status from 200 to 599", WithAction(new AclActionOptions { Kind = AclActionKind.Block, Status = 199 }) },
        { "rules[0].action: status, body and responseHeaders belong to Block, not to Count", WithAction(new AclActionOptions { Kind = AclActionKind.Count, Status = 200 }) },
        { "rules[0].action.insertHeaders: a request that is blocked goes nowhere: no headers can be added to it", WithAction(new AclActionOptions { Kind = AclActionKind.Block, InsertHeaders = Header("a", "b") }) },
        { "rules[0].action.insertHeaders.a b: is no name of a header", WithAction(new AclActionOptions { Kind = AclActionKind.Count, InsertHeaders = Header("a b", "b") }) },
        { "rules[0].action.responseHeaders.a: holds a control character", WithAction(new AclActionOptions { Kind = AclActionKind.Block, ResponseHeaders = Header("a", "b\r\nc: d") }) },
        { "rules[0].action.responseHeaders.Content-Type: is not for rules to set", WithAction(new AclActionOptions { Kind = AclActionKind.Block, ResponseHeaders = Header("Content-Type", "b") }) },
        { "rules[0].action.body: is longer than 4096 bytes", WithAction(new AclActionOptions { Kind = AclActionKind.Block, Body = new string('a', 4097) }) },
        { "rules[0].statement.managedRuleGroup.name: there is no group 'cores', only core, known-bad-inputs, admin-paths, matrix-sanity, graphql-sanity", Group(new ManagedRuleGroupOptions { Name = "cores" }) },
        { "rules[0].statement.managedRuleGroup.ruleActionOverrides.Nothing: there is no rule 'Nothing' in the group 'core'", Group(new ManagedRuleGroupOptions { Name = "core", RuleActionOverrides = Count("Nothing") }) },
        { "rules[0].action: a rule group has the actions of its rules; overrideToCount and ruleActionOverrides change them", Group(new ManagedRuleGroupOptions { Name = "core" }) with { Action = AclSample.Action(AclActionKind.Count) } },
        { "rules[0].statement.ruleGroup.rules[0].statement: a rule group can only be the statement of a rule of the web ACL itself", new AclRuleOptions { Name = "a", Priority = 1, Statement = new StatementOptions { RuleGroup = new RuleGroupOptions { Rules = [Group(new ManagedRuleGroupOptions { Name = "core" }) with { Action = AclSample.Action(AclActionKind.Count) }] } } } },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_statement_that_is_none_is_told_with_its_path(string problem, StatementOptions statement) => AssertProblem(problem, [AclSample.Rule("a", 1, statement)]);

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_that_is_none_is_told_with_its_path(string problem, AclRuleOptions rule) => AssertProblem(problem, [rule]);

    [Fact]
    public void Names_and_priorities_are_there_once()
    {
        AclRuleOptions[] rules = [AclSample.Rule("a", 1, AclSample.PathStartsWith("/")), AclSample.Rule("a", 1, AclSample.PathStartsWith("/"))];

        AssertProblem("rules: two rules have the name 'a'\nrules: two rules have the priority 1", rules);
    }

    [Fact]
    public void Rules_that_belong_to_no_group_are_not_forgotten()
    {
        var engine = BuiltInGroups.LoadEngine(new RuleSources().AddText("own", "SecRule ARGS \"@rx x\" \"id:1,phase:2,deny,log\""));

        Assert.Equal(new WebAclProblem("engine", "has rules that belong to no group, so nothing would come of them"), Assert.Single(WebAcl.Check(engine, new WebAclOptions())));
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var options = new WebAclOptions
        {
            Rules = [AclSample.Rule("a", 1, new StatementOptions()) with { Action = null }],
            Groups = new Dictionary<string, GroupMode>(StringComparer.Ordinal) { ["cores"] = GroupMode.Count },
            DefaultAction = AclSample.Action(AclActionKind.Count),
        };

        Assert.Equal(
            """
            groups.cores: there is no group 'cores', only core, known-bad-inputs, admin-paths, matrix-sanity, graphql-sanity
            rules[0].statement: must hold exactly one statement
            rules[0].action: is missing
            defaultAction.kind: must be Allow or Block
            """,
            Assert.Throws<RuleException>(() => AclSample.Create(options)).Message);
    }

    private static void AssertProblem(string problem, IReadOnlyList<AclRuleOptions> rules) =>
        Assert.StartsWith(problem, string.Join('\n', WebAcl.Check(AclSample.Engine, new WebAclOptions { Rules = rules })), StringComparison.Ordinal);

    private static StatementOptions Bytes(string text, PositionalConstraint position, FieldOptions field) =>
        new() { ByteMatch = new ByteMatchOptions { Field = field, SearchString = text, Position = position } };

    private static AclRuleOptions WithAction(AclActionOptions action) => AclSample.Rule("a", 1, AclSample.PathStartsWith("/")) with { Action = action };

    private static AclRuleOptions Group(ManagedRuleGroupOptions group) => new() { Name = "a", Priority = 1, Statement = new StatementOptions { ManagedRuleGroup = group } };

    private static Dictionary<string, string> Header(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private static Dictionary<string, AclActionOptions> Count(string rule) => new(StringComparer.Ordinal) { [rule] = AclSample.Action(AclActionKind.Count) };
}
