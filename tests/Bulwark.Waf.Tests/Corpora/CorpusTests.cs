using System.Globalization;
using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Tests.Evaluation;

namespace Bulwark.Waf.Tests.Corpora;

/// <summary>
/// What the Core Rule Set at paranoia level 1 refuses with the chat profile: nothing that is ordinary, and almost every attack. Half of each corpus, chosen by the hash of the
/// piece that a request is made of, was held out while the profile was written: none of its failures was looked at, only how many there were.
/// </summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private const string Crs = "crs";

    private static readonly IReadOnlyList<CorpusRequest> Messages = [.. ChatTraffic.Create()];
    private static readonly IReadOnlyList<CorpusRequest> Ordinary = [.. Messages, .. ClientTraffic.Create()];
    private static readonly IReadOnlyList<CorpusRequest> Attacks = [.. AttackTraffic.Create()];

    private static readonly Lazy<WafEngine> Engine = new(() => BuiltInGroups.LoadEngine(new RuleSources().AddChatProfile(Crs).AddFolder(CoreRuleSet.Folder, Crs)));
    private static readonly Lazy<WebAcl> CrsAlone = new(() => AclOf([Crs, "matrix-sanity", "graphql-sanity"]));
    private static readonly Lazy<WebAcl> AllGroups = new(() => AclOf([Crs, .. BuiltInGroups.Names]));

    [Fact]
    public void The_corpora_are_large_and_mixed()
    {
        Assert.True(Messages.Select(TextOf).Distinct(StringComparer.Ordinal).Count() >= 2000);
        Assert.True(Attacks.Select(TextOf).Distinct(StringComparer.Ordinal).Count() >= 500);
        Assert.InRange((double)Attacks.Count(attack => AttackTraffic.IsInside(attack.Place)) / Attacks.Count, 0.6, 1);
        Assert.All(Attacks.GroupBy(attack => attack.Class, StringComparer.Ordinal), group => Assert.True(group.Count() >= 25, group.Key));
        Assert.InRange((double)Ordinary.Count(request => request.IsHeldOut) / Ordinary.Count, 0.4, 0.6);
        Assert.InRange((double)Attacks.Count(request => request.IsHeldOut) / Attacks.Count, 0.4, 0.6);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Nothing_ordinary_is_refused(bool isHeldOut, bool withAllGroups)
    {
        var acl = (withAllGroups ? AllGroups : CrsAlone).Value;
        var refused = Half(Ordinary, isHeldOut).Select(request => (request, decision: request.DecideBy(acl))).Where(one => one.decision.IsBlocked).ToList();

        output.WriteLine($"{Half(Ordinary, isHeldOut).Count()} ordinary requests, {refused.Count} refused");
        Assert.Empty(refused.Select(one => $"{one.request.Class} {one.request.Line} {one.request.Piece}: {string.Join(' ', one.decision.Matches.Select(match => match.Rule))}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Almost_every_attack_is_refused(bool isHeldOut)
    {
        var attacks = Half(Attacks, isHeldOut).Select(attack => (attack, byCrs: attack.DecideBy(CrsAlone.Value).IsBlocked, byAll: attack.DecideBy(AllGroups.Value).IsBlocked)).ToList();
        foreach (var group in attacks.GroupBy(one => one.attack.Class, StringComparer.Ordinal))
            output.WriteLine($"{group.Key}: {Share(group, one => one.byCrs)} by the Core Rule Set and the profile, {Share(group, one => one.byAll)} with the built-in groups");

        output.WriteLine($"all: {Share(attacks, one => one.byCrs)}, {Share(attacks, one => one.byAll)}");
        if (!isHeldOut)
            output.WriteLine(string.Join('\n', attacks.Where(one => !one.byAll).Select(one => $"passed: {one.attack.Class}, {one.attack.Place}: {one.attack.Piece[..Math.Min(120, one.attack.Piece.Length)]}")));

        Assert.InRange(attacks.Count(one => one.byAll), 0.95 * attacks.Count, attacks.Count);
    }

    /// <summary>Where rules were taken away, the profile's own stand in for them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Attacks_in_the_text_of_messages_and_variables_are_refused(bool isHeldOut)
    {
        var attacks = Half(Attacks, isHeldOut).Where(attack => attack.Place.Contains("message", StringComparison.Ordinal) || attack.Place.Contains("topic", StringComparison.Ordinal) || attack.Place.Contains("variable", StringComparison.Ordinal)).ToList();
        var refused = attacks.Count(attack => attack.DecideBy(CrsAlone.Value).IsBlocked);

        output.WriteLine($"{refused} of {attacks.Count}");
        Assert.InRange(refused, 0.95 * attacks.Count, attacks.Count);
    }

    private static WebAcl AclOf(IEnumerable<string> groups) =>
        WebAcl.Create(Engine.Value, new WebAclOptions { Groups = groups.ToDictionary(group => group, _ => GroupMode.Block, StringComparer.Ordinal) });

    private static IEnumerable<CorpusRequest> Half(IEnumerable<CorpusRequest> requests, bool isHeldOut) => requests.Where(request => request.IsHeldOut == isHeldOut);

    private static string TextOf(CorpusRequest request) => request.Line + Convert.ToHexString(request.Body ?? []) + string.Join('\n', request.Headers);

    private static string Share<T>(IEnumerable<T> all, Func<T, bool> isRefused)
    {
        var (count, refused) = (all.Count(), all.Count(isRefused));
        return string.Create(CultureInfo.InvariantCulture, $"{refused} of {count} ({100.0 * refused / count:F1} %)");
    }
}
