using Bulwark.Testing;

namespace Bulwark.Tests.CommandLine.Waf;

[Collection(CommandRun.Collection)]
public sealed class WafReportVerbTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public WafReportVerbTests()
    {
        Directory.CreateDirectory(_folder["log"]);
        File.WriteAllText(Path.Combine(_folder["log"], "waf.jsonl"), string.Concat(Enumerable.Range(1, 5).Select(i =>
            $$"""{"time":"2026-01-01T12:00:00+00:00","requestId":"r{{i}}","client":"c{{i}}","member":"m{{i}}","method":"PUT","path":"/a/*","action":"count","threshold":5,"matches":[{"group":"core","rule":"Name","id":7,"action":"count","configured":"block","tags":["attack-xss"],"severity":"critical","score":5,"variables":[{"name":"ARGS:json.body","length":30,"hash":"00"},{"name":"REQUEST_HEADERS:Cookie"}]},{"group":"core","rule":"8","id":8,"action":"count","configured":"count","variables":[]}]}""" + "\n"))
            + """{"kind":"traffic","time":"2026-01-01T12:01:00+00:00","since":"2026-01-01T12:00:00+00:00","requests":1000,"memberRequests":800,"refused":2,"memberRefused":1}""" + "\n"
            + """{"kind":"exclusions","time":"2026-01-01T12:01:00+00:00","bytes":1000,"places":[{"exclusion":{"method":"PUT","path":"/b/*","field":"x","tags":["attack-rce","attack-sqli"]},"requests":3,"bytes":125},{"rule":7720010,"jsonPath":"body","requests":1,"bytes":10}]}""" + "\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prints_the_evidence()
    {
        var run = await CommandRun.RunAsync("waf", "report", "--since", "3650d", "--data", _folder.Path);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(": 5 requests of 5 clients left a line; 0 were refused, 5 would be with everything in block.\n100 % of them came from 5 signed-in members.\nIn all there were 1000 requests, 80 % of them from signed-in members; 2 were refused, 1 of these a member's.\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            """
            Groups
            group  hits  of all  clients  members  of members  would block  blocked  top paths
            core   5     0.5 %   5        5        100 %       5            0        PUT /a/* (5)

            Rules
            rule       hits  of all  clients  members  of members  would block  blocked  top paths
            core 8     5     0.5 %   5        5        100 %       5            0        PUT /a/* (5)
            core Name  5     0.5 %   5        5        100 %       5            0        PUT /a/* (5)

            Exclusions in force
            exclusion     value  not looked for           requests  bytes not seen  of all bodies
            PUT /b/*      x      attack-rce, attack-sqli  3         125             12.5 %
            rule 7720010  body   as the rule says         1         10              1.0 %

            Proposed exclusions: members were hit here, and hardly anybody else
            route     value  not looked for           refusals  members  clients  strangers  first                 last                  bytes no longer seen
            PUT /a/*  body   attack-xss, rule 7 only  5         5        5        0          2026-01-01 12:00:00Z  2026-01-01 12:00:00Z  150 (100.0 % of what is in the log)

            To exclude all of them, in the section waf of the settings (leave out what you doubt):
            "exclusions": [
              {"method":"PUT","path":"/a/*","jsonPath":"body","rule":7}
            ]

            """,
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explains_a_decision()
    {
        var run = await CommandRun.RunAsync("waf", "explain", "r3", "--data", _folder.Path);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            """
            2026-01-01 12:00:00Z  PUT /a/*
            client c3, member m3
              1. core: rule Name (7) matched on ARGS:json.body (30 bytes), REQUEST_HEADERS:Cookie (may be a secret): count in place of block (critical +5: score 5 of 5)
              2. core: rule 8 matched: count
              3. let through; with everything in block it would have been refused

            """,
            run.Output);
    }

    [Fact]
    public async Task Says_that_a_request_left_no_line()
    {
        var run = await CommandRun.RunAsync("waf", "explain", "r9", "--data", _folder.Path);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("The firewall's log has no line of the request 'r9': no rule matched it, or its line was written too long ago.", run.Error, StringComparison.Ordinal);
    }
}
