using Bulwark.Waf.Tests.Corpora;
using Bulwark.Waf.Tests.Matching;

namespace Bulwark.Proxy.Tests.Firewall.Evidence.Simulation;

/// <summary>
/// A day of a chat service, from a seed: members who write, edit, upload and ask GraphQL, some of them about SQL and shells; visitors who sign in or look around; and attackers without
/// an account or with a stolen one, at the same endpoints. Regular members write one day what they wrote the day before, with other names and numbers in it.
/// </summary>
internal sealed class SimulatedDay
{
    public const int Members = 240;
    public const int RequestsPerMember = 10;

    private const int Visitors = 60;
    private const int Attackers = 4;
    private const int StolenAccounts = 3;

    private static readonly string[] OfVisitors = ["discovery", "login"];
    private static readonly string[] Regular = ["message", "formatted", "edited", "form", "note", "file name", "shared file"];
    private static readonly string[] Anything = ["plain", "scripts", "sql", "shell", "code", "block", "login", "create-room", "state", "profile", "search", "account-data", "upload", "file"];

    // What clients do by themselves or with a tap.
    private static readonly string[] OfClients = ["sync", "history", "receipt", "typing", "reaction", "encrypted", "keys", "delete", "graphql"];

    // Places in what clients send that are filled with all kinds of prose.
    private static readonly string[] Prose = ["‹text›", "‹title›", "‹code›", "‹url›"];

    private readonly string[] _writing;
    private readonly Dice _dice;
    private readonly Dictionary<string, List<CorpusRequest>> _ordinary;

    /// <param name="seed">What makes this day another one.</param>
    /// <param name="isRegular">Whether members do what they do often; else everything that the corpora have, which were collected to provoke rules.</param>
    private SimulatedDay(int seed, bool isRegular)
    {
        _dice = new Dice((ulong)seed);
        _writing = isRegular ? Regular : Anything;
        _ordinary = ChatTraffic.Create(seed).Concat(ClientTraffic.Create(seed)).Concat(EverydayTraffic.Create(seed))
            .Where(request => !isRegular || IsRegular(request))
            .GroupBy(request => request.Class, StringComparer.Ordinal)
            .ToDictionary(kind => kind.Key, kind => kind.ToList(), StringComparer.Ordinal);
    }

    public static IReadOnlyList<SimulatedRequest> Create(int seed, bool isRegular)
    {
        var day = new SimulatedDay(seed, isRegular);
        List<SimulatedRequest> all = [.. day.OfMembers(), .. day.FromVisitors(), .. day.Attacks(seed)];
        return [.. all.OrderBy(_ => day._dice.Next(int.MaxValue))];
    }

    /// <summary>Nobody is known who signs in, so nothing is proposed for what stands in passwords: a regular visitor signs in with a token.</summary>
    private static bool IsRegular(CorpusRequest request) => request.Class switch
    {
        "login" => request.Piece == "token",
        _ => !Array.Exists(Prose, word => request.Piece.Contains(word, StringComparison.Ordinal)),
    };

    private IEnumerable<SimulatedRequest> OfMembers()
    {
        for (var member = 0; member < Members; member++)
        {
            var address = $"192.0.2.{1 + (member % 200)}"; // some live together
            for (var i = 0; i < RequestsPerMember; i++)
            {
                var kind = _dice.Pick(_dice.Next(10) < 6 ? _writing : OfClients);
                yield return new SimulatedRequest(Pick(kind), address, $"@m{member}:example.org", IsAttack: false);
            }
        }
    }

    private IEnumerable<SimulatedRequest> FromVisitors() =>
        Enumerable.Range(1, Visitors).Select(visitor => new SimulatedRequest(Pick(_dice.Pick(OfVisitors)), $"198.51.100.{visitor}", Member: null, IsAttack: false));

    private IEnumerable<SimulatedRequest> Attacks(int seed) => AttackTraffic.Create(seed)
        .Where(_ => _dice.OneIn(2))
        .Select(attack => _dice.OneIn(6)
            ? new SimulatedRequest(attack, $"203.0.113.{200 + _dice.Next(StolenAccounts)}", $"@m{_dice.Next(StolenAccounts)}:example.org", IsAttack: true)
            : new SimulatedRequest(attack, $"203.0.113.{1 + _dice.Next(Attackers)}", Member: null, IsAttack: true));

    private CorpusRequest Pick(string kind) => _dice.Pick(_ordinary[kind]);
}
