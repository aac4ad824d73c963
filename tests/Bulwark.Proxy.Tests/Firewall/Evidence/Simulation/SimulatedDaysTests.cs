using System.Diagnostics;
using System.Globalization;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Evidence;
using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.Proxy.Tests.Firewall.Evidence.Simulation;

/// <summary>
/// The Core Rule Set without any profile counts for a day; what the report proposes is put into the settings, and on the next day everything blocks.
/// An attack counts as caught when it is refused where nothing is excluded. One that lies wholly at excluded places, and has only what was excluded there, is missed: that is what an exclusion costs, and it is counted.
/// </summary>
public sealed class SimulatedDaysTests(ITestOutputHelper output)
{
    private const int SeedA = 101;
    private const int SeedB = 102;

    [Fact]
    public async Task What_one_day_proposes_lets_the_next_days_members_through_and_stops_its_attacks()
    {
        var (refused, missed, caught) = await SimulateAsync(isRegular: true);

        Assert.Equal(0, refused);
        Assert.InRange(missed, 0, caught / 10);
    }

    /// <summary>Everything that was collected to provoke rules, in one day: for the figures in the runbook.</summary>
    [Fact(Explicit = true)]
    public async Task What_one_day_proposes_for_members_who_write_everything()
    {
        var (refused, _, _) = await SimulateAsync(isRegular: false);

        Assert.True(refused > 0);
    }

    private async Task<(int Refused, int Missed, int Caught)> SimulateAsync(bool isRegular)
    {
        var clock = Stopwatch.StartNew();
        var exclusions = await ProposeAsync(SimulatedDay.Create(SeedA, isRegular));
        var day = SimulatedDay.Create(SeedB, isRegular);
        var lines = await CountAsync(day);
        await using var site = await SimulatedSite.StartAsync(FirewallMode.Block, exclusions);
        var refused = await site.ShowAsync(day);

        var ordinary = Enumerable.Range(0, day.Count).Where(i => !day[i].IsAttack).ToList();
        var caught = Enumerable.Range(0, day.Count).Where(i => day[i].IsAttack && WouldBlock(i)).ToList();
        var missed = caught.Where(i => !refused[i]).ToList();
        var wrong = ordinary.Where(i => refused[i]).ToList();
        Write($"day B, {ordinary.Count} ordinary requests: {ordinary.Count(WouldBlock)} refused without exclusions, {wrong.Count} with them");
        Write($"day B, {day.Count - ordinary.Count} attacks: {caught.Count} refused without exclusions, {caught.Count - missed.Count} of them with them; at excluded places among others {caught.Count(i => TouchesAny(lines[i], exclusions))}, of which {missed.Count} had nothing else and were missed");
        foreach (var i in wrong.Take(20))
            Write($"refused: {day[i].Request.Class} {day[i].Request.Line} {day[i].Request.Piece[..Math.Min(60, day[i].Request.Piece.Length)]}: {Text(lines[i])}");

        Write($"missed: {string.Join(", ", missed.GroupBy(i => day[i].Request.Class, StringComparer.Ordinal).Select(kind => $"{kind.Key} {kind.Count()}"))}");

        Write($"{clock.Elapsed.TotalSeconds:F1} s");
        Assert.All(missed, i => Assert.True(LiesAtExcludedPlaces(lines[i], exclusions), $"{day[i].Request.Class}, {day[i].Request.Place}: {Text(lines[i])}"));
        return (wrong.Count, missed.Count, caught.Count);

        bool WouldBlock(int i) => lines.TryGetValue(i, out var line) && (line.WouldBlock() || line.IsBlocked());
    }

    private async Task<IReadOnlyList<FirewallExclusionOptions>> ProposeAsync(IReadOnlyList<SimulatedRequest> day)
    {
        await using var site = await SimulatedSite.StartAsync(FirewallMode.Count);
        Assert.DoesNotContain(true, await site.ShowAsync(day));
        var report = await site.ReportAsync();
        Write($"day A, {day.Count} requests: {report.Requests} left a line, {report.WouldBlock} would be refused; {report.Exclusions.Count} exclusions proposed");
        foreach (var proposal in report.Proposals)
            Write($"  {proposal.Exclusion.Method} {proposal.Exclusion.Path} {proposal.Exclusion.JsonPath ?? proposal.Exclusion.Field} {proposal.Tag} {(proposal.Exclusion.Rule is { } rule ? $"rule {rule}" : $"{proposal.Rules.Count} rules")}: {proposal.Hits} hits, {proposal.Members} members, {proposal.Strangers} strangers");

        return report.Exclusions;
    }

    private static async Task<IReadOnlyDictionary<int, LoggedRequest>> CountAsync(IReadOnlyList<SimulatedRequest> day)
    {
        await using var site = await SimulatedSite.StartAsync(FirewallMode.Count);
        await site.ShowAsync(day);
        await site.ReportAsync();
        return site.Lines();
    }

    private static bool TouchesAny(LoggedRequest line, IReadOnlyList<FirewallExclusionOptions> exclusions) =>
        line.Matches.Any(match => match.Variables.Any(variable => IsExcluded(line, match, variable, exclusions)));

    /// <summary>Whether nothing is left of what the rules found; those that only add up have found nothing themselves.</summary>
    private static bool LiesAtExcludedPlaces(LoggedRequest line, IReadOnlyList<FirewallExclusionOptions> exclusions) => line.Matches
        .Where(match => match.Severity is "critical" && match.Variables.All(variable => !variable.Name.StartsWith("TX:", StringComparison.Ordinal)))
        .All(match => match.Variables.All(variable => IsExcluded(line, match, variable, exclusions)));

    private static bool IsExcluded(LoggedRequest line, LoggedMatch match, LoggedVariable variable, IReadOnlyList<FirewallExclusionOptions> exclusions) =>
        ExclusionPlace.Of(line, variable) is { } place && exclusions.Any(exclusion =>
            (exclusion.Method, exclusion.Path, exclusion.JsonPath, exclusion.Field) == (place.Method, place.Path, place.JsonPath, place.Field)
            && (exclusion.Rule == match.Id || (match.Tags ?? []).Any(tag => exclusion.Tags?.Contains(tag, StringComparer.Ordinal) == true)));

    private static string Text(LoggedRequest line) =>
        string.Join("; ", line.Matches.Select(match => $"{match.Rule} {string.Join(',', match.Tags ?? [])} {string.Join(',', match.Variables.Select(variable => variable.Name))}"));

    private void Write(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
