using Bulwark.CommandLine.Waf;
using Bulwark.Proxy.Firewall.Control;
using Bulwark.Testing;

namespace Bulwark.Tests.CommandLine.Waf;

[Collection(CommandRun.Collection)]
public sealed class WafPromoteVerbTests
{
    [Fact]
    public void Says_what_was_found_in_both_cohorts() =>
        Assert.Equal(
            """
            Firewall of the edge: group core: blocks for 10 % of the clients now, before for 1 %. It falls back to count when more than 0.1 % of members' requests are refused.
            Since 2026-01-01 00:00:00Z:
            cohort                       clients  requests  matched  refused  members  their requests  refused  rate
            blocking (1 %)               3        40        2        1        2        30              0        0 %
            counting (would be refused)  200      4000      50       20       150      3000            1        0.033 %


            """,
            WafPromoteVerb.TextOf("edge", Answer with { IsAdvanced = true, Percent = 10 }));

    [Fact]
    public void Says_why_a_step_is_skipped() =>
        Assert.StartsWith(
            "Firewall of the edge: group core: step skipped, it blocks for 1 % of the clients as before. There is too little.\nSince ",
            WafPromoteVerb.TextOf("edge", Answer with { Skipped = "There is too little." }),
            StringComparison.Ordinal);

    [Fact]
    public void Says_after_the_last_step_how_to_keep_it() =>
        Assert.Contains(
            "Write 'block' into waf.groups of the settings to keep it there.\n",
            WafPromoteVerb.TextOf("edge", Answer with { IsAdvanced = true, Percent = 100 }),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("0.5")]
    [InlineData("101%")]
    [InlineData("-1%")]
    [InlineData("much%")]
    public async Task Refuses_a_limit_that_is_no_share(string limit)
    {
        using var folder = new TemporaryDirectory();

        var run = await CommandRun.RunAsync("waf", "promote", "core", $"--limit={limit}", "--data", folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"--limit '{limit}' is not a share such as 0.1% or 2%.", run.Error, StringComparison.Ordinal);
    }

    private static FirewallPromotionAnswer Answer => new()
    {
        Group = "core",
        IsAdvanced = false,
        Before = 1,
        Percent = 1,
        Limit = 0.001,
        CountedSince = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Blocking = Cohort(3, 40, 2, 1, 2, 30, 0),
        Counting = Cohort(200, 4000, 50, 20, 150, 3000, 1),
    };

    private static FirewallCohortView Cohort(long clients, long requests, long matches, long refusals, long members, long memberRequests, long memberRefusals) => new()
    {
        Requests = requests,
        Clients = clients,
        Matches = matches,
        Refusals = refusals,
        Members = members,
        MemberRequests = memberRequests,
        MemberRefusals = memberRefusals,
        RefusedMembers = memberRefusals,
    };
}
