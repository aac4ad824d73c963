using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Exclusions;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Tests.Acl.Exclusions;

public sealed class ExclusionTests
{
    private const string Rules = """
        SecRule ARGS|ARGS_NAMES|FILES "@contains bad" "id:11,phase:2,deny,log,tag:'attack-one'"
        SecRule ARGS "@contains ugly" "id:12,phase:2,deny,log,tag:'attack-two',tag:'attack-protocol'"
        SecRule ARGS "@contains worse" "id:13,phase:2,deny,log,tag:'attack-protocol'"
        SecRule ARGS "@contains plain" "id:14,phase:2,deny,log"
        SecRule ARGS "@contains jndi" "id:16,phase:2,deny,log,tag:'attack-rce',tag:'attack-injection-java'"
        SecRule ARGS_POST|REQUEST_BODY "@contains raw" "id:17,phase:2,deny,log,tag:'attack-one'"
        SecRule ARGS "@contains first" "id:18,phase:2,deny,log,tag:'attack-one',chain"
            SecRule ARGS "@contains second"
        SecRule REQUEST_METHOD "@streq PATCH" "id:15,phase:1,pass,nolog,ctl:ruleRemovePathByTag=attack-one;own,ctl:ruleRemovePathByTag=attack-two;own,ctl:ruleRemovePathByTag=attack-one;too"
        """;

    private const string Send = "/v3/rooms/*/send/m.room.message/*";

    private static readonly Lazy<WafEngine> Engine = new(() => BuiltInGroups.LoadEngine(new RuleSources().AddText("rules", Rules, "own")));

    [Theory]
    [InlineData("PUT", "/v3/rooms/!a:b/send/m.room.message/1", """{"content":{"body":"bad"}}""", false)]
    [InlineData("POST", "/v3/rooms/!a:b/send/m.room.message/1", """{"content":{"body":"bad"}}""", true)]
    [InlineData("PUT", "/v3/rooms/!a:b/send/m.room.topic/1", """{"content":{"body":"bad"}}""", true)]
    [InlineData("PUT", "/v3/rooms/!a:b/send/m.room.message/1/2", """{"content":{"body":"bad"}}""", true)]
    [InlineData("PUT", "/v3/rooms/!a:b/send/m.room.message/", """{"content":{"body":"bad"}}""", true)]
    [InlineData("PUT", "/v3/rooms//send/m.room.message/1", """{"content":{"body":"bad"}}""", true)]
    [InlineData("PUT", "/v3/rooms/../send/m.room.message/1", """{"content":{"body":"bad"}}""", true)]
    [InlineData("PUT", "/v3/rooms/a%2F..%2fb/send/m.room.message/1", """{"content":{"body":"bad"}}""", true)]
    [InlineData("PUT", "/v3/rooms/a%5cb/send/m.room.message/1", """{"content":{"body":"bad"}}""", true)]
    [InlineData("PUT", "/v3/rooms/!a:b/send/m%2eroom.message/1", """{"content":{"body":"bad"}}""", false)]
    [InlineData("PUT", "/V3/rooms/!a:b/send/m.room.message/1", """{"content":{"body":"bad"}}""", true)]
    [InlineData("PUT", "/v3/rooms/!a:b/send/m.room.message/1?x=bad", """{"content":{"body":"fine"}}""", true)]
    [InlineData("PUT", "/v3/rooms/!a:b/send/m.room.message/1", """{"content":{"bad":"fine"}}""", true)]
    [InlineData("PUT", "/v3/rooms/!a:b/send/m.room.message/1", """{"content":{"body":{"x":"bad"}}}""", true)]
    [InlineData("PUT", "/v3/rooms/!a:b/send/m.room.message/1", """{"content.body":"bad"}""", true)]
    [InlineData("PUT", "/v3/rooms/!a:b/send/m.room.message/1", """{"content":{"body":"ugly"}}""", true)]
    public void Takes_one_value_of_one_route_from_the_rules_with_a_tag(string method, string target, string body, bool isBlocked)
    {
        var acl = Acl(new ExclusionOptions { Method = "PUT", Path = Send, JsonPath = "content.body", Tags = ["attack-one"] });

        Assert.Equal(isBlocked, Decide(acl, method, target, "application/json", body).IsBlocked);
        Assert.True(Decide(Acl(), method, target, "application/json", body).IsBlocked);
    }

    [Theory]
    [InlineData("/form", "comment=bad", false)]
    [InlineData("/form", "comment=ugly", true)]
    [InlineData("/form", "comments=bad", true)]
    [InlineData("/form", "Comment=bad", true)]
    [InlineData("/form", "other=first&comment=second", false)]
    [InlineData("/form", "other=first&third=second", true)]
    [InlineData("/form?comment=bad", "x=1", false)]
    [InlineData("/form", "bad=1", true)]
    [InlineData("/form", "comment=raw", false)]
    [InlineData("/form", "comment=a&other=raw", true)]
    public void Takes_a_field_from_the_rules(string target, string body, bool isBlocked) =>
        Assert.Equal(isBlocked, Decide(Acl(new ExclusionOptions { Method = "POST", Path = "/form", Field = "comment", Tags = ["attack-one"] }), "POST", target, "application/x-www-form-urlencoded", body).IsBlocked);

    [Theory]
    [InlineData("comment", false)]
    [InlineData("Comment", true)]
    [InlineData("other", true)]
    public void Takes_a_field_of_a_form_with_files_from_the_rules(string field, bool isBlocked) =>
        Assert.Equal(isBlocked, Decide(
            Acl(new ExclusionOptions { Method = "POST", Path = "/form", Field = "comment", Tags = ["attack-one"] }),
            "POST",
            "/form",
            "multipart/form-data; boundary=X",
            $"--X\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\nraw\r\n--X--\r\n").IsBlocked);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public void Looks_at_the_whole_text_where_it_is_no_form(string type) =>
        Assert.True(Decide(Acl(new ExclusionOptions { Method = "POST", Path = "/form", Field = "comment", Tags = ["attack-one"] }), "POST", "/form", type, "comment=raw").IsBlocked);

    [Fact]
    public void Takes_all_values_below_a_path_from_one_rule()
    {
        var acl = Acl(new ExclusionOptions { Method = "POST", Path = "/v1/graphql", JsonPath = "variables.**", Rule = 11 });

        Assert.False(Decide(acl, "POST", "/v1/graphql", "application/json", """{"query":"{ a }","variables":{"in":[{"text":"bad"}]}}""").IsBlocked);
        Assert.True(Decide(acl, "POST", "/v1/graphql", "application/json", """{"query":"{ a }","variables":{"in":[{"text":"ugly"}]}}""").IsBlocked);
    }

    [Fact]
    public void Tells_every_problem()
    {
        var problems = WebAcl.Check(Engine.Value, new WebAclOptions
        {
            Exclusions =
            [
                new ExclusionOptions { Method = "put", Path = "rooms", JsonPath = "a.*.b", Tags = ["attack-protocol", "bulwark/known-bad-inputs/Log4JRCE_BODY"] },
                new ExclusionOptions { Method = "PUT", Path = "/a*/b" },
                new ExclusionOptions { Method = "PUT", Path = "/*/*", Field = "json.a", JsonPath = "a", Tags = ["attack-one"], Rule = 11 },
                new ExclusionOptions { Method = "PUT", Path = "/a", Field = "a", Tags = ["attack-nothing"] },
                new ExclusionOptions { Method = "PUT", Path = "/a", Field = "a", Rule = 13 },
                new ExclusionOptions { Method = "PUT", Path = "/a", Field = "a", Rule = 99 },
            ],
        });

        Assert.Equal(
            """
            exclusions[0].method: 'put' is no method: write GET, PUT, POST, ...
            exclusions[0].path: 'rooms' is no path: it begins with '/', and has neither a query nor characters that an address has not
            exclusions[0].jsonPath: 'a.*.b' is not a path: it is keys with dots between them, and only its end can be '.**'
            exclusions[0].tags[0]: 'attack-protocol' cannot be excluded: only classes of attacks in what people write can, like attack-sqli; rules about the protocol, sizes, duplicate keys and GraphQL stay
            exclusions[0].tags[1]: 'bulwark/known-bad-inputs/Log4JRCE_BODY' cannot be excluded: only classes of attacks in what people write can, like attack-sqli; rules about the protocol, sizes, duplicate keys and GraphQL stay
            exclusions[1].path: '/a*/b' has a '*' beside other characters: it stands for one whole segment
            exclusions[1].jsonPath: and 'field' are two ways to name one value: give one of them
            exclusions[1].tags: and 'rule' are two ways to name rules: give one of them
            exclusions[2].path: '/*/*' fits nearly every path: name the route
            exclusions[2].jsonPath: and 'field' are two ways to name one value: give one of them
            exclusions[2].field: 'json.a' is no name of a field; a value in a JSON body has a 'jsonPath'
            exclusions[2].tags: and 'rule' are two ways to name rules: give one of them
            exclusions[3].tags: no rule has the tag 'attack-nothing'
            exclusions[4].rule: 13 cannot be excluded: it does not look for attacks in what people write
            exclusions[5].rule: there is no rule 99
            """,
            string.Join('\n', problems));
    }

    [Fact]
    public void The_groups_about_the_shape_of_requests_look_everywhere()
    {
        var acl = Acl(new ExclusionOptions { Method = "POST", Path = "/form", Field = "comment", Tags = ["attack-rce", "attack-injection-java"] });

        var decision = Decide(acl, "POST", "/form", "application/x-www-form-urlencoded", "comment=${jndi:ldap://x/a}");

        Assert.Equal("known-bad-inputs", decision.Group);
    }

    [Fact]
    public void Counts_what_was_not_looked_at()
    {
        var acl = Acl(
            new ExclusionOptions { Method = "PUT", Path = "/a", JsonPath = "text", Tags = ["attack-one"] },
            new ExclusionOptions { Method = "PUT", Path = "/a", JsonPath = "other", Tags = ["attack-one"] });

        Decide(acl, "PUT", "/a", "application/json", """{"text":"12345","x":"1"}"""); // 24 bytes
        Decide(acl, "PUT", "/a", "application/json", """{"text":"678"}"""); // 14
        Decide(acl, "PATCH", "/b?q=1", "application/json", """{"own":"1234","text":"x"}"""); // 3 and 25
        var report = acl.TakeUnseen();

        Assert.Equal(24 + 14 + 3 + 25, report.Bytes);
        Assert.Equal([new UnseenPlace(0, Rule: null, Path: null, 2, 8), new UnseenPlace(Exclusion: null, 15, "own", 1, 4)], report.Places);
        Assert.Equal((0L, 0), (acl.TakeUnseen().Bytes, acl.TakeUnseen().Places.Count));
    }

    private static WebAcl Acl(params ExclusionOptions[] exclusions) => AclSample.Create(
        new WebAclOptions { Groups = new Dictionary<string, GroupMode>(StringComparer.Ordinal) { ["own"] = GroupMode.Block, ["known-bad-inputs"] = GroupMode.Block }, Exclusions = exclusions }, Engine.Value);

    private static FirewallDecision Decide(WebAcl acl, string method, string target, string type, string body) =>
        acl.Decide($"{method} {target} HTTP/1.1\nHost: a\nUser-Agent: b\nContent-Type: {type}\nContent-Length: {body.Length}\n\n{body}");
}
