namespace Bulwark.Waf.Tests.Evaluation;

public sealed class PathRemovalTests
{
    [Theory]
    [InlineData("body", """{"body":"bad"}""", false)]
    [InlineData("body", """{"other":"bad"}""", true)]
    [InlineData("body", """{"body":{"x":"bad"}}""", true)]
    [InlineData("body", """{"Body":"bad"}""", true)]
    [InlineData("body", """{"a":{"body":"bad"}}""", true)]
    [InlineData("content.body", """{"content":{"body":"bad"}}""", false)]
    [InlineData("content.body", """{"content.body":"bad"}""", true)]
    [InlineData(@"m\.new_content.body", """{"m.new_content":{"body":"bad"}}""", false)]
    [InlineData(@"m\.new_content.body", """{"m":{"new_content":{"body":"bad"}}}""", true)]
    [InlineData("[].query", """[{"query":"ok"},{"query":"bad"}]""", false)]
    [InlineData("[].query", """{"query":"bad"}""", true)]
    [InlineData("variables.**", """{"variables":{"a":{"b":["bad"]}}}""", false)]
    [InlineData("variables.**", """{"variables":["bad"]}""", false)]
    [InlineData("variables.**", """{"variables":"bad"}""", true)]
    [InlineData("variables.**", """{"variablesX":{"a":"bad"}}""", true)]
    [InlineData("body", """{"bad":{"body":"x"}}""", true)]
    public void Takes_one_place_in_a_body_away_from_rules(string path, string body, bool matches) =>
        Assert.Equal(matches, Ids(path, SampleRequest.Post("/", "application/json", body)).Contains(2));

    [Fact]
    public void Leaves_other_rules_other_variables_and_what_is_no_json()
    {
        Assert.Equal([3], Ids("body", SampleRequest.Post("/", "application/json", """{"body":"bad"}""")));
        Assert.Equal([2, 3], Ids("body", SampleRequest.Form("body=bad")));
        Assert.Equal([2, 3], Ids("body", SampleRequest.Get("/?body=bad")));
    }

    [Theory]
    [InlineData("**")]
    [InlineData(".**")]
    [InlineData("a.*.b")]
    public void Refuses_to_load_what_is_no_path(string path) =>
        Assert.EndsWith($"'{path}' is not a path: it is keys with dots between them, and only its end can be '.**'", Assert.Throws<RuleException>(() => Load(path)).Message, StringComparison.Ordinal);

    private static IEnumerable<int> Ids(string path, SampleRequest request) => request.Run(Load(path)).Ids;

    private static WafEngine Load(string path) => WafEngine.Load(new RuleSources().AddText("rules", $"""
        SecRuleEngine On
        SecRequestBodyAccess On
        SecRule REQUEST_HEADERS:Content-Type "@beginsWith application/json" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON,ctl:ruleRemovePathByTag=some;{path}"
        SecRule ARGS|ARGS_NAMES "@contains bad" "id:2,phase:2,pass,log,tag:some"
        SecRule ARGS|ARGS_NAMES "@contains bad" "id:3,phase:2,pass,log,tag:other"
        """));
}
