using System.Text;
using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Control;
using Bulwark.Proxy.Firewall.Promotion;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.Firewall.Promotion;

/// <summary>A group of a running firewall on its way from count to block.</summary>
public sealed class PromotionsTests
{
    private const string Attack = "/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    private const int Clients = 250;
    private static readonly ControlPeer Operator = new(4711, 4242, 3);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Blocks_for_a_share_of_the_clients_that_grows_step_by_step()
    {
        await using var site = await StartAsync();
        var blocked = new List<List<int>>();
        foreach (var percent in new[] { 1, 10, 100 })
        {
            await AskAllAsync(site, "/");
            var answer = await AdvanceAsync(site);
            Assert.Equal((true, null, percent), (answer.IsAdvanced, answer.Skipped, answer.Percent));
            Assert.Equal(Clients, answer.Counting.Clients + answer.Blocking.Clients, 3.0);
            blocked.Add(await AskAllAsync(site, Attack));
        }

        // The places are those of a key of chance: 5 standard deviations.
        Assert.InRange(blocked[0].Count, 0, 11);
        Assert.InRange(blocked[1].Count, 2, 49);
        Assert.Equal(Clients, blocked[2].Count);
        Assert.Empty(blocked[0].Except(blocked[1]));
        Assert.Equal("It blocks for all clients already. Write 'block' into waf.groups of the settings to keep it there.", (await AdvanceAsync(site)).Skipped);
    }

    [Fact]
    public async Task Other_groups_go_on_as_they_are()
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 100);

        Assert.Equal(403, await site.SendFromAsync(1, Attack));
        Assert.Equal(200, await site.SendFromAsync(1, "/?x=%24%7Bjndi:ldap://192.0.2.1/a%7D"));
        Assert.Equal([100], site.Rules.Groups().Where(group => group.Promotion is not null).Select(group => group.Promotion!.Percent));
    }

    [Fact]
    public async Task A_step_without_evidence_is_skipped_and_says_what_is_missing()
    {
        await using var site = await StartAsync();
        await site.SendFromAsync(1, Attack);
        await site.SendFromAsync(2, "/");

        var answer = await AdvanceAsync(site);

        Assert.Equal(
            (false, "There is too little evidence: 2 clients, 1 requests that the group matched. A step needs 20 clients, or 1000 such requests.", 0),
            (answer.IsAdvanced, answer.Skipped, answer.Percent));
        Assert.Equal((2, 1, 1), (answer.Counting.Requests, answer.Counting.Matches, answer.Counting.Refusals));
        Assert.Single(new RevisionFolder(site.Environment.Data).Read().Events);
    }

    [Fact]
    public async Task Each_step_needs_evidence_of_its_own()
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 1);

        Assert.StartsWith("There is too little evidence: 0 clients", (await AdvanceAsync(site)).Skipped, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FirewallMode.Off, "Its rules are not asked. Let it count first: bulwark waf mode core count")]
    [InlineData(FirewallMode.Block, "It blocks for everybody already.")]
    public async Task Only_a_group_that_counts_is_promoted(FirewallMode mode, string reason)
    {
        await using var site = await StartAsync(options => options.Groups.Core = mode);

        Assert.Equal(reason, (await AdvanceAsync(site)).Skipped);
    }

    [Fact]
    public async Task Each_step_is_a_revision_with_the_same_settings_and_names_who_took_it()
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 10);

        var folder = new RevisionFolder(site.Environment.Data);
        var steps = folder.Read().Events.Skip(1).ToList();
        Assert.Equal([(2, 1, 1), (3, 2, 10)], steps.Select(step => (step.Number, step.Other!.Value, step.Promotion!.Percent)));
        Assert.All(steps, step => Assert.Equal((RevisionCause.Promote, 4711, 4242), (step.Cause, step.ProcessId, step.UserId)));
        Assert.Equal("{}", Encoding.UTF8.GetString(PrivateFile.Read(folder.PathOf(3))));
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_promotion_was()
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 10);
        var before = await AskAllAsync(site, Attack);

        await using var again = await FirewalledSite.StartAsync(environment: site.Environment);

        Assert.Equal(before, await AskAllAsync(again, Attack));
        Assert.Equal(10, View(again)!.Percent);
    }

    [Fact]
    public async Task A_rollback_takes_a_step_back()
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 10);
        Append(site, new RevisionEvent { Number = 2, Step = RevisionStep.InForce, Cause = RevisionCause.Rollback, Time = _time.GetUtcNow(), Other = 3 });

        await PassAsync(() => View(site)?.Percent == 1);
    }

    [Theory]
    [InlineData(FirewallMode.Count, 200)]
    [InlineData(FirewallMode.Block, 403)]
    [InlineData(FirewallMode.Off, 200)]
    public async Task A_mode_that_an_operator_sets_ends_the_promotion_at_once_and_for_good(FirewallMode mode, int status)
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 100);

        site.Rules.SetMode("core", mode, Operator);

        Assert.Equal(status, await site.SendFromAsync(1, Attack));
        Assert.Null(View(site));
        await PassAsync(() => new RevisionFolder(site.Environment.Data).Read().Events[^1].Cause == RevisionCause.Mode);
        await using var again = await FirewalledSite.StartAsync(environment: site.Environment);
        Assert.Equal(200, await again.SendFromAsync(1, Attack));
        Append(site, new RevisionEvent { Number = 4, Step = RevisionStep.InForce, Cause = RevisionCause.Rollback, Time = _time.GetUtcNow(), Other = 5 });
        await using var back = await FirewalledSite.StartAsync(environment: site.Environment);
        Assert.Null(View(back));
    }

    [Fact]
    public async Task Settings_in_which_the_group_does_not_count_end_the_promotion()
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 1);
        await using var next = await FirewalledSite.StartAsync(options => options.Groups.Core = FirewallMode.Block, site.Environment);

        next.Rules.TakeOver();
        await next.Rules.Promotions.LookAsync(TestContext.Current.CancellationToken);

        var ended = new RevisionFolder(site.Environment.Data).Read().Events[^1];
        Assert.Equal((RevisionCause.Mode, 0, "The group's mode in the settings is 'block'."), (ended.Cause, ended.Promotion!.Percent, ended.Promotion.Reason));
    }

    [Theory]
    [InlineData(true, "It refused 3 of 100 requests of members (3 %, of 3 members); the limit is 0.1 %.")]
    [InlineData(false, "Where it counts it would have refused 3 of 100 requests of members (3 %, of 3 members); the limit is 0.1 %.")]
    public async Task Falls_back_by_itself_when_one_cohort_refuses_too_much_and_keeps_that_as_a_revision(bool isBlocking, string reason)
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 10);
        var group = site.Rules.Promotions.Of("core");
        Count(isBlocking ? group.Blocking : group.Counting, requests: 100, refusals: 3);

        await PassAsync(() => View(site) is null);

        Assert.Empty(await AskAllAsync(site, Attack));
        var folder = new RevisionFolder(site.Environment.Data);
        await PassAsync(() => folder.Read().Events.Count == 4);
        var fallback = folder.Read().Events[^1];
        Assert.Equal(
            (4, RevisionCause.Fallback, 0, Environment.ProcessId, reason),
            (fallback.Number, fallback.Cause, fallback.Promotion!.Percent, fallback.ProcessId, fallback.Promotion.Reason));
        await using var again = await FirewalledSite.StartAsync(environment: site.Environment);
        Assert.Null(View(again));
    }

    [Fact]
    public async Task Goes_on_while_members_are_refused_no_more_than_the_limit_says()
    {
        await using var site = await StartAsync();
        await AskAllAsync(site, "/");
        Assert.True((await AdvanceAsync(site, limit: 0.03)).IsAdvanced);
        Count(site.Rules.Promotions.Of("core").Blocking, requests: 100, refusals: 3);

        for (var second = 0; second < 5; second++)
            await PassAsync(() => true);

        Assert.Equal((1, 0.03), (View(site)!.Percent, View(site)!.Limit));
        Count(site.Rules.Promotions.Of("core").Blocking, requests: 1, refusals: 1);
        await PassAsync(() => View(site) is null);
    }

    [Fact]
    public async Task What_goes_wrong_after_weeks_does_not_drown_in_what_went_well()
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 100);
        Count(site.Rules.Promotions.Of("core").Blocking, requests: 100_000, refusals: 50);
        _time.Advance(PromotionRules.Window);
        await PassAsync(() => true);
        await PassAsync(() => true);
        Assert.Equal(100, View(site)!.Percent);

        Count(site.Rules.Promotions.Of("core").Blocking, requests: 100, refusals: 10);

        await PassAsync(() => View(site) is null);
        await PassAsync(() => new RevisionFolder(site.Environment.Data).Read().Events[^1].Cause == RevisionCause.Fallback);
        Assert.Equal(
            "It lately refused 10 of 100 requests of members (10 %, of 10 members); the limit is 0.1 %.",
            new RevisionFolder(site.Environment.Data).Read().Events[^1].Promotion!.Reason);
    }

    [Fact]
    public async Task What_would_refuse_members_does_not_even_begin()
    {
        await using var site = await StartAsync();
        Count(site.Rules.Promotions.Of("core").Counting, requests: 1000, refusals: 30);

        Assert.Equal(
            "Where it counts it would have refused 30 of 1000 requests of members (3 %, of 30 members); the limit is 0.1 %. See whose they are with: bulwark waf report",
            (await AdvanceAsync(site)).Skipped);
    }

    [Fact]
    public async Task A_fallback_that_cannot_be_written_down_counts_all_the_same_and_is_written_later()
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 100);
        var folder = new RevisionFolder(site.Environment.Data);
        using (RevisionLock.TryAcquire(folder))
        {
            Count(site.Rules.Promotions.Of("core").Blocking, requests: 10, refusals: 10);
            await PassAsync(() => View(site) is null);
            Assert.Equal(200, await site.SendFromAsync(1, Attack));
        }

        await PassAsync(() => folder.Read().Events[^1].Cause == RevisionCause.Fallback);
    }

    [Fact]
    public async Task Nothing_is_promoted_while_a_revision_is_on_trial_but_a_fallback_is_kept()
    {
        await using var site = await StartAsync();
        await PromoteAsync(site, 1);
        Write(site, 3);
        Append(site, new RevisionEvent { Number = 3, Step = RevisionStep.InForce, Cause = RevisionCause.Apply, Time = _time.GetUtcNow(), Other = 2, ConfirmBy = _time.GetUtcNow().AddHours(1) });
        await AskAllAsync(site, "/");

        var refusal = await Assert.ThrowsAsync<OperatorException>(() => AdvanceAsync(site));
        Assert.Equal("Revision 3 is on trial. Confirm it first, or take it back: bulwark apply --confirm, bulwark rollback", refusal.Message);

        Count(site.Rules.Promotions.Of("core").Blocking, requests: 10, refusals: 10);
        var folder = new RevisionFolder(site.Environment.Data);
        await PassAsync(() => folder.Read().Events[^1].Cause == RevisionCause.Fallback);
        Assert.NotNull(folder.Read().ConfirmBy);
        Assert.Equal(2, folder.Read().IntendedAt(_time.GetUtcNow().AddHours(1))!.Number);
        Assert.Empty(folder.Read().PromotionsAt(_time.GetUtcNow().AddHours(1)));
    }

    [Fact]
    public async Task Two_that_promote_at_once_take_one_step()
    {
        await using var site = await StartAsync();
        await AskAllAsync(site, "/");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AdvanceAsync(site))));

        Assert.Single(answers, answer => answer.IsAdvanced);
        Assert.Equal(1, View(site)!.Percent);
    }

    [Fact]
    public async Task A_mode_that_is_set_during_a_step_is_not_lost()
    {
        for (var round = 0; round < 20; round++)
        {
            await using var site = await StartAsync();
            await PromoteAsync(site, 1);
            Count(site.Rules.Promotions.Of("core").Counting, requests: 1000, refusals: 0);

            var step = Task.Run(() => AdvanceAsync(site));
            var mode = Task.Run(() => site.Rules.SetMode("core", FirewallMode.Count, Operator));
            await mode;
            var isAdvanced = (await step).IsAdvanced;
            await site.Rules.Promotions.LookAsync(TestContext.Current.CancellationToken);

            // Either the step came first and was ended, or it came later and was a first one.
            Assert.True(View(site) is null || (isAdvanced && View(site)!.Percent == 1), $"{View(site)}");
        }
    }

    private async Task<FirewalledSite> StartAsync(Action<FirewallOptions>? configure = null)
    {
        var site = await FirewalledSite.StartAsync(configure, time: _time);
        Write(site, 1);
        Append(site, new RevisionEvent { Number = 1, Step = RevisionStep.InForce, Cause = RevisionCause.Start, Time = _time.GetUtcNow() });
        return site;
    }

    private static void Write(FirewalledSite site, int number)
    {
        var folder = new RevisionFolder(site.Environment.Data);
        using var held = RevisionLock.TryAcquire(folder)!;
        folder.Write(held, number, "{}"u8);
    }

    private static void Append(FirewalledSite site, RevisionEvent step)
    {
        var folder = new RevisionFolder(site.Environment.Data);
        using var held = RevisionLock.TryAcquire(folder)!;
        folder.Append(held, step);
    }

    // Every client asks once; gives those that were refused.
    private static async Task<List<int>> AskAllAsync(FirewalledSite site, string target)
    {
        var refused = new List<int>();
        for (var client = 1; client <= Clients; client++)
        {
            if (await site.SendFromAsync(client, target) == 403)
                refused.Add(client);
        }

        return refused;
    }

    private static Task<FirewallPromotionAnswer> AdvanceAsync(FirewalledSite site, double? limit = null) => site.Rules.Promotions.AdvanceAsync(
        new FirewallPromotionRequest { Group = "core", Limit = limit },
        site.Rules.Groups().Single(group => group.Name == "core").Live,
        Operator,
        TestContext.Current.CancellationToken);

    private static async Task PromoteAsync(FirewalledSite site, int percent)
    {
        while (View(site)?.Percent != percent)
        {
            Count(site.Rules.Promotions.Of("core").Counting, requests: 100, refusals: 0);
            Assert.True((await AdvanceAsync(site)).IsAdvanced);
        }
    }

    private static void Count(CohortCount cohort, int requests, int refusals)
    {
        for (var i = 0; i < requests; i++)
            cohort.Add(new FirewallClient($"member{i}", IsMember: true), isMatch: i < refusals, isRefused: i < refusals);
    }

    private static FirewallPromotionView? View(FirewalledSite site) => site.Rules.Groups().Single(group => group.Name == "core").Promotion;

    // Time passes second by second, since the firewall looks once a second.
    private async Task PassAsync(Func<bool> isThere)
    {
        var deadline = Deadline.Token();
        do
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, deadline);
        }
        while (!isThere());
    }
}
