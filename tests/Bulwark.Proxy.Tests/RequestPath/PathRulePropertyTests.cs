using System.Text;
using Bulwark.Proxy.RequestPath;
using CsCheck;

namespace Bulwark.Proxy.Tests.RequestPath;

/// <summary>
/// Spells hidden paths at random and reads them as careless servers would: whatever such a server takes for a hidden path must not have been
/// forwarded. The reading here shares no code with the rule.
/// </summary>
public sealed class PathRulePropertyTests
{
    private static readonly string[] Hidden =
    [
        "/_synapse/admin", "/_matrix/client/v3/admin/whois", "/_matrix/federation", "/_matrix/key", "/v1/metadata", "/v1/query", "/v2/query",
        "/v1alpha1/pg_dump", "/v1alpha1/config", "/dev", "/console", "/metrics", "/health", "/health/live",
    ];

    private static readonly string[] Noise =
    [
        "/", "//", ";", ";x=1", "/./", "/../", "/a/../", "\\", "/.;/", "/..;/", "%2F", "%2e", "%5c", "%252e%252e%252f", "?", "#", "%", "%25", "/a/b/../../",
        "/_matrix/client/v3/rooms/!r:localhost/", "%2e%2e/", "..%2f", "..", ".", "a", " ", "%20", "%3b", "%3f", "%00", "http://x/",
    ];

    private static readonly Gen<string> Spelling =
        from path in Gen.Int[0, Hidden.Length - 1].Select(index => Hidden[index])
        from edits in Gen.Select(Gen.Int[0, 40], Gen.Int[0, 5], Gen.Int[0, Noise.Length - 1].Select(index => Noise[index])).Array[0, 6]
        from escapes in Gen.Select(Gen.Int[0, 60], Gen.Bool).Array[0, 8]
        select Escape(edits.Aggregate(path, Edit), escapes);

    [Fact]
    public void Forwards_no_spelling_that_a_careless_server_reads_as_a_hidden_path() =>
        Spelling.Sample(target => PathRule.Judge(target).Decision != PathDecision.Forward || !CarelessReadings(target).Any(IsHidden), iter: 200_000);

    [Fact]
    public void The_generator_does_reach_hidden_paths()
    {
        var reached = 0;
        Spelling.Sample(target => { if (CarelessReadings(target).Any(IsHidden)) Interlocked.Increment(ref reached); }, iter: 2_000);

        Assert.True(reached > 500, $"only {reached} of 2,000 spellings reach a hidden path");
    }

    [Fact]
    public void Forwards_every_identifier_that_is_escaped_once()
    {
        var identifiers = Gen.Char[" !\"#$%&'()*+,-/:;<=>?@[]^_`{|}~aZ29é日"].Array[1, 30].Select(characters => new string(characters));

        identifiers.Sample(
            id => PathRule.Judge("/_matrix/client/v3/rooms/!r:localhost/state/org.example.key/" + Uri.EscapeDataString(id)).Decision == PathDecision.Forward,
            iter: 20_000);
    }

    private static string Edit(string path, (int At, int Kind, string Noise) edit)
    {
        var at = Math.Min(edit.At, path.Length);
        return edit.Kind switch
        {
            0 => edit.Noise + path,
            1 => path.ToUpperInvariant(),
            2 => path + edit.Noise,
            _ => path.Insert(at, edit.Noise),
        };
    }

    private static string Escape(string path, (int At, bool IsUpper)[] escapes)
    {
        foreach (var (at, isUpper) in escapes.Where(escape => escape.At < path.Length && escape.At > 0))
        {
            var hex = ((int)path[at]).ToString(isUpper ? "X2" : "x2", System.Globalization.CultureInfo.InvariantCulture);
            path = string.Concat(path.AsSpan(0, at), "%", hex, path.AsSpan(at + 1));
        }

        return path.StartsWith('/') ? path : "/" + path;
    }

    /// <summary>What servers could make of a target: each decodes zero to four times, and at each step may cut parameters and resolve dots.</summary>
    private static HashSet<string> CarelessReadings(string target)
    {
        var readings = new HashSet<string>(StringComparer.Ordinal) { target.Split('?')[0] };
        for (var round = 0; round <= 4; round++)
        {
            foreach (var reading in readings.ToArray())
            {
                readings.Add(CutParameters(reading));
                readings.Add(Resolve(reading));
                readings.Add(Resolve(CutParameters(reading)));
            }

            if (round < 4)
                readings.UnionWith(readings.Select(Decode).ToArray());
        }

        return readings;
    }

    private static string Decode(string path)
    {
        var decoded = new StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '%' && i + 2 < path.Length && char.IsAsciiHexDigit(path[i + 1]) && char.IsAsciiHexDigit(path[i + 2]))
            {
                decoded.Append((char)Convert.ToInt32(path.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                decoded.Append(path[i]);
            }
        }

        return decoded.ToString();
    }

    private static string CutParameters(string path) => string.Join('/', path.Split('/').Select(segment => segment.Split(';')[0]));

    private static string Resolve(string path)
    {
        var kept = new List<string>();
        foreach (var segment in path.Replace('\\', '/').Split('/'))
        {
            if (segment == ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            else if (segment is not ("" or "." or ".."))
                kept.Add(segment);
        }

        return "/" + string.Join('/', kept);
    }

    private static bool IsHidden(string path)
    {
        var lower = path.ToLowerInvariant().Split('?', '#', '\0')[0];
        return Hidden.Any(hidden => lower == hidden || lower.StartsWith(hidden + "/", StringComparison.Ordinal));
    }
}
