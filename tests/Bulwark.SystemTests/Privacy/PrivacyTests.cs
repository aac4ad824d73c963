using System.Text.Json.Nodes;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests.Privacy;

/// <summary>What people write and what they sign in with stands in no log; with their consent, what they write stands in samples, which are encrypted.</summary>
public sealed class PrivacyTests
{
    private const string Groups = """{ "adminPaths": "count" }""";
    private static readonly string[] Folders = ["log", "run", "secrets", "revisions"];
    private static readonly string[] GroupNames = ["core", "known-bad-inputs", "matrix-sanity", "graphql-sanity", "crs"];

    [Fact]
    public async Task No_log_shows_a_secret_or_a_text()
    {
        await using var instance = await StartAsync("off");
        var planted = await PlantAsync(instance);

        var said = await VerbsAsync(instance, ["waf", "report"], ["waf", "status"], ["status"], ["waf", "report", "--json"]);
        await instance.StopAsync();

        Assert.Empty(Leaks(instance, planted, said));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(instance.Data, "log")), file => Path.GetFileName(file).StartsWith("waf-samples", StringComparison.Ordinal));
        AssertMatched(instance);
    }

    [Fact]
    public async Task Samples_show_texts_to_the_holder_of_the_key_and_secrets_to_nobody()
    {
        await using var instance = await StartAsync("consented");
        var planted = await PlantAsync(instance);
        var said = await VerbsAsync(instance, ["waf", "report"], ["status"]);
        Assert.Contains("edge.waf.sample is 'consented'", said, StringComparison.Ordinal);
        await instance.StopAsync();

        Assert.Empty(Leaks(instance, planted, said));
        var samples = (await instance.VerbAsync("waf", "samples", "--json")).Output;
        Assert.Empty(new LeakSearch(planted.Where(value => !value.IsText)).Find("samples", samples));

        // Else the search would have proved nothing.
        Assert.NotEmpty(new LeakSearch(planted.Where(value => value is { IsText: true, Place: "message" })).Find("samples", samples));
        var places = JsonNode.Parse(samples)!.AsArray().Select(sample => (string)sample!["variable"]!).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["ARGS:json.body", "REQUEST_HEADERS:User-Agent"], StringComparer.Ordinal), places);
        Assert.DoesNotContain('\u001b', (await instance.VerbAsync("waf", "samples")).Output);
        AssertMatched(instance);
    }

    [Fact]
    public async Task The_search_finds_what_is_there()
    {
        using var directory = new Bulwark.Testing.TemporaryDirectory();
        var planted = new PlantedValue("control", "Zk3PqT7bXyWc91LmNv", IsText: false);
        var search = new LeakSearch([planted]);
        foreach (var form in new[]
        {
            "x Zk3PqT7bXyWc91LmNv x", "ZK3PQT7BXYWC91LMNV", "vNmL19cWyXb7TqP3kZ", "5a6b3350715437625879576339314c6d4e76",
            "%5a%6B%33%50%71%54%37%62%58%79%57%63%39%31%4c%6d%4e%76", Convert.ToBase64String("x Zk3PqT7bXyWc91LmNv x"u8),
            Convert.ToBase64String(" Zk3PqT7bXyWc91LmNv"u8), Convert.ToBase64String("Zk3PqT7bXyWc91LmNv"u8),
        })
        {
            await File.WriteAllTextAsync(directory["log"], $"before {form} behind", TestContext.Current.CancellationToken);
            Assert.NotEmpty(search.FindInFile(directory["log"]));
        }

        await File.WriteAllTextAsync(directory["log"], "nothing of the kind", TestContext.Current.CancellationToken);
        Assert.Empty(search.FindInFile(directory["log"]));
    }

    private static Task<BulwarkInstance> StartAsync(string sample) => BulwarkInstance.StartAsync(
        $$"""
        {
          "edge": {
            "rateLimits": { "rules": [] },
            "waf": { "groups": {{Groups}}, "crs": { "folder": "/usr/share/modsecurity-crs", "paranoia": 4 }, "sample": "{{sample}}" }
          },
          "loadBalancer": {
            "rateLimits": { "rules": [] },
            "waf": { "groups": {{Groups}}, "crs": { "folder": "/usr/share/modsecurity-crs", "paranoia": 4 }, "sample": "{{sample}}" }
          }
        }
        """);

    /// <summary>Four rounds: at the edge twice in count and once in block, and at the load balancer past the edge.</summary>
    private static async Task<IReadOnlyList<PlantedValue>> PlantAsync(BulwarkInstance instance)
    {
        using var edge = instance.CreateEdgeClient();
        var counted = new Planting(edge);
        await counted.PlantAsync();
        await counted.PlantAsync();

        Assert.Equal(0, (await instance.VerbAsync("lock", "off")).ExitCode);
        using var balancer = instance.CreateLoadBalancerClient(null);
        var behind = new Planting(balancer);
        await behind.PlantAsync();

        foreach (var group in GroupNames)
            Assert.Equal(0, (await instance.VerbAsync("waf", "mode", group, "block")).ExitCode);

        var blocked = new Planting(edge);
        await blocked.PlantAsync();
        Assert.True(blocked.Refused >= Planting.ValuesOfRound / 2, $"only {blocked.Refused} requests were refused");

        IReadOnlyList<PlantedValue> planted = [.. counted.Planted, .. behind.Planted, .. blocked.Planted];
        Assert.True(planted.Count >= 200, $"only {planted.Count} values were planted");
        return planted;
    }

    private static async Task<string> VerbsAsync(BulwarkInstance instance, params string[][] verbs)
    {
        var said = new List<string>();
        foreach (var verb in verbs)
        {
            var run = await instance.VerbAsync(verb);
            said.Add(run.Output + run.Error);
        }

        return string.Join('\n', said);
    }

    /// <summary>Everything that an instance leaves but its databases and media, which are what people came for.</summary>
    private static List<string> Leaks(BulwarkInstance instance, IReadOnlyList<PlantedValue> planted, string said)
    {
        var search = new LeakSearch(planted);
        var files = Folders.Select(name => Path.Combine(instance.Data, name)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).ToList();
        Assert.Contains(files, file => Path.GetFileName(file) == "waf.jsonl");
        return [.. files.SelectMany(search.FindInFile), .. search.Find("standard error and output", instance.LogText), .. search.Find("verbs", said)];
    }

    /// <summary>A log without lines shows nothing either.</summary>
    private static void AssertMatched(BulwarkInstance instance)
    {
        foreach (var file in new[] { "waf.jsonl", "waf-load-balancer.jsonl" })
            Assert.True(File.ReadLines(Path.Combine(instance.Data, "log", file)).Count() >= 30, $"{file} has few lines");
    }
}
