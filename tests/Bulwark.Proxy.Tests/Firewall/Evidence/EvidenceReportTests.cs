using System.Text.Json;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall.Evidence;
using Bulwark.Testing;

namespace Bulwark.Proxy.Tests.Firewall.Evidence;

public sealed class EvidenceReportTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Counts_per_group_and_rule()
    {
        Write(
            Line("a", "c1", "m1", "count", """{"group":"core","rule":"X","id":1,"action":"count","configured":"block","variables":[]},{"group":"core","rule":"Y","action":"count","configured":"count","variables":[]}"""),
            Line("b", "c2", null, "block", """{"group":"core","rule":"X","id":1,"action":"block","configured":"block","variables":[]}"""),
            Line("c", "c2", null, "count", """{"group":"crs","rule":"Z","action":"count","configured":"count","variables":[]}"""));

        var report = Report();

        Assert.Equal((3, 2, 1, 1, 1, 1), (report.Requests, report.Clients, report.Members, report.MemberRequests, report.WouldBlock, report.Blocked));
        Assert.Equal("core 2 2 1 1 1 1, crs 1 1 0 0 0 0", string.Join(", ", report.Groups.Select(entry => $"{entry.Group} {Text(entry)}")));
        Assert.Equal("core/X 2 2 1 1 1 1, core/Y 1 1 1 1 1 0, crs/Z 1 1 0 0 0 0", string.Join(", ", report.Rules.Select(entry => $"{entry.Group}/{entry.Rule} {Text(entry)}")));
        Assert.Equal("PUT /a/*/b 2", string.Join(", ", report.Groups[0].Paths.Select(path => $"{path.Path} {path.Hits}")));

        static string Text(EvidenceEntry entry) => $"{entry.Hits} {entry.Clients} {entry.Members} {entry.MemberHits} {entry.WouldBlock} {entry.Blocked}";
    }

    [Fact]
    public void Says_what_share_of_all_traffic_a_rule_hit_and_leaves_out_lines_of_kinds_that_it_does_not_know()
    {
        const string Traffic = """{"kind":"traffic","time":"2026-01-01T12:01:00+00:00","since":"2026-01-01T12:00:00+00:00","requests":10,"memberRequests":4,"refused":1,"memberRefused":0}""";
        Write(
            Line("a", "c1", "m1", "count", """{"group":"core","rule":"X","id":1,"action":"count","configured":"block","variables":[]}"""),
            Traffic,
            """{"kind":"of a later version","time":"2026-01-01T12:01:00+00:00"}""",
            Traffic,
            Traffic.Replace("T12:01", "T11:59", StringComparison.Ordinal));

        var report = Report();

        Assert.Equal((1, 0), (report.Requests, report.BrokenLines));
        Assert.Equal(new EvidenceTraffic(20, 8, 2, 0), report.Traffic);
        Assert.Equal(0.05, Assert.Single(report.Rules).TrafficShare);
        Assert.Equal(0.05, Assert.Single(report.Groups).TrafficShare);
    }

    [Fact]
    public void Knows_no_share_of_traffic_that_was_not_counted()
    {
        Write(Line("a", "c1", "m1", "count", """{"group":"core","rule":"X","id":1,"action":"count","configured":"block","variables":[]}"""));

        Assert.Equal(EvidenceTraffic.None, Report().Traffic);
        Assert.Null(Assert.Single(Report().Rules).TrafficShare);
    }

    [Fact]
    public void Leaves_out_what_is_older()
    {
        Write(Line("a", "c1", null, "count", "").Replace("T12", "T11", StringComparison.Ordinal), Line("b", "c1", null, "count", ""));

        Assert.Equal(1, Report().Requests);
    }

    [Fact]
    public void Counts_broken_lines_and_waits_for_the_last()
    {
        Write(Line("a", "c1", null, "count", ""), "{\"time\":1}", "nothing", Line("n", "c1", null, "count", "").Replace("[]", "null", StringComparison.Ordinal), Line("b", "c1", null, "block", "").Replace("\"matches\":[]", "\"reason\":\"oversize\",\"matches\":[]", StringComparison.Ordinal));
        File.AppendAllText(Path.Combine(_folder.Path, "log", "waf.jsonl"), "{\"time\":\"2026");

        var report = Report();

        Assert.Equal((2, 3), (report.Requests, report.BrokenLines));
        Assert.Equal(new EvidencePath("oversize", 1), Assert.Single(report.Reasons));
    }

    [Fact]
    public void Reads_the_logs_of_all_tiers_and_the_old_ones()
    {
        Write(Line("a", "c1", null, "count", ""));
        File.WriteAllText(Path.Combine(_folder.Path, "log", "waf.1.jsonl"), Line("b", "c1", null, "count", "") + "\n");
        File.WriteAllText(Path.Combine(_folder.Path, "log", "waf-load-balancer.jsonl"), Line("c", "c1", null, "count", "") + "\n");
        File.WriteAllText(Path.Combine(_folder.Path, "log", "audit.jsonl"), "{}\n");

        Assert.Equal((3, 0), (Report().Requests, Report().BrokenLines));
    }

    [Theory]
    [InlineData(5, "ARGS:json.content.body", "crs", "count", "attack-sqli", 0, 1)]
    [InlineData(4, "ARGS:json.content.body", "crs", "count", "attack-sqli", 0, 0)]
    [InlineData(5, "ARGS:json.content.body", "crs", "block", "attack-sqli", 0, 1)]
    [InlineData(5, "ARGS:json.content.body", "crs", "count", "attack-protocol", 0, 0)]
    [InlineData(5, "ARGS:comment", "crs", "count", "attack-sqli", 0, 1)]
    [InlineData(5, "ARGS:com*", "crs", "count", "attack-sqli", 0, 0)]
    [InlineData(5, "ARGS:json.*", "crs", "count", "attack-sqli", 0, 0)]
    [InlineData(5, "ARGS_NAMES", "crs", "count", "attack-sqli", 0, 0)]
    [InlineData(5, "REQUEST_HEADERS:User-Agent", "crs", "count", "attack-sqli", 0, 0)]
    [InlineData(5, "ARGS:json.query", "graphql-sanity", "count", "attack-sqli", 0, 0)]
    [InlineData(5, "ARGS:json.content.body", "crs", "allow", "attack-sqli", 0, 0)]
    [InlineData(9, "ARGS:json.content.body", "crs", "count", "attack-sqli", 5, 0)]
    [InlineData(10, "ARGS:json.content.body", "crs", "count", "attack-sqli", 5, 1)]
    public void Proposes_exclusions_only_with_evidence(int members, string variable, string group, string action, string tag, int strangers, int expected)
    {
        var match = Match(9, variable, tag, group, action);
        Write([
            .. Enumerable.Range(0, members).Select(member => Line($"r{member}", $"c{member}", $"m{member}", action, match)),
            .. Enumerable.Range(0, strangers).Select(stranger => Line($"s{stranger}", $"s{stranger}", null, "count", match))]);

        Assert.Equal(expected, Report().Proposals.Count);
    }

    [Fact]
    public void A_proposal_tells_its_evidence_and_can_stand_in_the_settings()
    {
        Write([
            .. Enumerable.Range(0, 6).Select(member => Line($"r{member}", $"c{member / 2}", $"m{member}", "count", Match(9, "ARGS:json.content.body", "attack-sqli")).Replace("12:00:00", $"12:00:0{member}", StringComparison.Ordinal)),
            Line("x", "c", null, "count", Match(8, "ARGS:json.content.body", "attack-sqli"))]);

        var report = Report();
        var proposal = Assert.Single(report.Proposals);

        Assert.Equal(("attack-sqli", "9", 6, 6, 3, 1, 210), (proposal.Tag, string.Join(',', proposal.Rules), proposal.Hits, proposal.Members, proposal.Clients, proposal.Strangers, proposal.Bytes));
        Assert.Equal((Noon, Noon.AddSeconds(5), 0.75), (proposal.First, proposal.Last, proposal.ByteShare));
        Assert.Equal("""[{"method":"PUT","path":"/a/*/b","jsonPath":"content.body","rule":9}]""", JsonSerializer.Serialize(report.Exclusions, EvidenceJson.Default.IReadOnlyListFirewallExclusionOptions));
    }

    [Fact]
    public void Several_rules_with_a_tag_are_proposed_by_their_tag_and_tags_of_one_place_together()
    {
        Write([.. Enumerable.Range(0, 20).Select(i => Line($"r{i}", "c", $"m{i / 4}", "count", (i % 4) switch
        {
            0 => Match(1, "ARGS:json.body", "attack-sqli"),
            1 => Match(2, "ARGS:json.body", "attack-sqli"),
            2 => Match(3, "ARGS:json.body", "attack-rce") + "," + Match(4, "ARGS:json.body", "attack-rce"),
            _ => Match(5, "ARGS:json.body", "attack-xss"),
        }))]);

        Assert.Equal(
            """[{"method":"PUT","path":"/a/*/b","jsonPath":"body","tags":["attack-rce","attack-sqli"]},{"method":"PUT","path":"/a/*/b","jsonPath":"body","rule":5}]""",
            JsonSerializer.Serialize(Report().Exclusions, EvidenceJson.Default.IReadOnlyListFirewallExclusionOptions));
    }

    [Theory]
    [InlineData("""{"name":"ARGS:json.m.new_content.body","path":"m\\.new_content.body","length":1}""", """m\.new_content.body""")]
    [InlineData("""{"name":"ARGS:json.items.item.name","path":"items[].name","length":1}""", "items[].name")]
    [InlineData("""{"name":"ARGS:json.variables.*","length":1}""", "variables.**")]
    [InlineData("""{"name":"ARGS:json.variables.*","path":"variables[*].x","length":1}""", "variables.**")]
    [InlineData("""{"name":"ARGS:json.a.*","path":"a\\.*","length":1}""", null)]
    [InlineData("""{"name":"ARGS:json.password"}""", "password")]
    public void Knows_the_place_in_a_JSON_body(string variable, string? expected)
    {
        var match = $$"""{"group":"crs","rule":"9","id":9,"action":"count","configured":"block","tags":["attack-sqli"],"variables":[{{variable}}]}""";
        Write([.. Enumerable.Range(0, 5).Select(member => Line($"r{member}", "c", $"m{member}", "count", match))]);

        Assert.Equal(expected, Report().Proposals.SingleOrDefault()?.Exclusion.JsonPath);
    }

    [Fact]
    public void Tells_what_each_exclusion_leaves_unseen()
    {
        const string Places = """[{"exclusion":{"method":"PUT","path":"/a/*","jsonPath":"body","tags":["attack-sqli"]},"requests":2,"bytes":30},{"rule":77,"jsonPath":"topic","requests":1,"bytes":10}]""";
        const string Line = $$"""{"kind":"exclusions","time":"2026-01-01T12:00:00+00:00","bytes":100,"places":{{Places}}}""";
        Write(Line, Line, Line.Replace("T12", "T11", StringComparison.Ordinal));

        var report = Report();

        Assert.Equal((0, 0), (report.Requests, report.BrokenLines));
        Assert.Equal("PUT /a/* body  4 60 0.3; topic 77 2 20 0.1", string.Join(';', report.Unseen.Select(unseen => FormattableString.Invariant(
            $"{unseen.Exclusion?.Method} {unseen.Exclusion?.Path}{(unseen.Exclusion is null ? "" : " ")}{unseen.Exclusion?.JsonPath ?? unseen.JsonPath} {unseen.Rule} {unseen.Requests} {unseen.Bytes} {unseen.Share}"))));
    }

    [Fact]
    public void Stays_small_with_many_names()
    {
        Write([.. Enumerable.Range(0, 20_000).Select(i => Line($"r{i}", $"c{i}", $"m{i % 300}", "count", $$"""{"group":"crs","rule":"9","action":"count","configured":"block","variables":[{"name":"ARGS:v{{i}}","length":1}]}"""))]);

        var report = Report();

        Assert.InRange(report.Clients, 16_000, 24_000);
        Assert.InRange(report.Members, 240, 360);
        Assert.Equal(20_000, Assert.Single(report.Rules).Hits);
        Assert.Empty(report.Proposals);
    }

    [Fact]
    public void Says_that_there_is_no_log() =>
        Assert.Equal(
            $"There is no log of the firewall in {_folder.Path}/log: nothing was found yet, or the firewall is off.",
            Assert.Throws<OperatorException>(Report).Message);

    private static string Match(int id, string variable, string tag, string group = "crs", string action = "count") =>
        $$"""{"group":"{{group}}","rule":"{{id}}","id":{{id}},"action":"{{action}}","configured":"block","tags":["{{tag}}"],"variables":[{"name":"{{variable}}","length":30},{"name":"REQUEST_URI","length":10}]}""";

    private static string Line(string id, string client, string? member, string action, string matches) =>
        $$"""{"time":"2026-01-01T12:00:00+00:00","requestId":"{{id}}","client":"{{client}}",{{(member is null ? "" : $"\"member\":\"{member}\",")}}"method":"PUT","path":"/a/*/b","action":"{{action}}","matches":[{{matches}}]}""";

    private void Write(params string[] lines)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "log"));
        File.WriteAllText(Path.Combine(_folder.Path, "log", "waf.jsonl"), string.Join('\n', lines) + "\n");
    }

    private EvidenceReport Report() => EvidenceReport.Of(new FirewallLogFiles(new DataDirectory(_folder.Path)), Noon);
}
