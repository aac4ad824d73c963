using System.CommandLine;
using System.Text.Json.Nodes;
using Bulwark.CommandLine;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.Tests.CommandLine.Pki;

[Collection(CommandRun.Collection)]
public sealed class PkiVerbTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DataDirectory _data;
    private readonly PkiFolder _folder;

    public PkiVerbTests()
    {
        _data = new DataDirectory(_directory["d"]);
        _data.Create();
        _folder = new PkiFolder(_data);
        InstancePki.Ensure(_data, ["localhost"], TimeProvider.System);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_broken_settings_file_keeps_nobody_from_revoking_and_rotating()
    {
        await PutIntoForceAsync("""{ "hosts": ["chat.example.org"] }""");
        await DeclareAsync("""{ "hosts": ["chat.exam""");
        var serial = SerialOf(PkiFolder.EdgeClient);
        var notice = $"bulwark: Going by revision 1, which is in force; the settings file cannot be used: {_data.ConfigFile}:1: is not JSON: ";

        var revoke = await RunAsync("revoke", "edge-client");
        var rotate = await RunAsync("rotate", "leaf", "edge-server");

        Assert.Equal((0, $"{serial} is revoked.\n"), (revoke.ExitCode, revoke.Output));
        Assert.Equal(0, rotate.ExitCode);
        Assert.All(new[] { revoke.Error, rotate.Error }, error => Assert.StartsWith(notice, error, StringComparison.Ordinal));
        using var leaf = CertificateFiles.LoadCertificate(_folder.Certificate(PkiFolder.EdgeServer));
        Assert.True(leaf.MatchesHostname("chat.example.org"));
    }

    [Fact]
    public async Task What_is_edited_but_not_applied_does_not_count_and_is_told()
    {
        await PutIntoForceAsync("""{ "hosts": ["chat.example.org"] }""");
        await DeclareAsync("""{ "hosts": ["other.example.org"] }""");

        var rotate = await RunAsync("rotate", "leaf", "edge-server", "--json");

        Assert.Equal($"bulwark: Going by revision 1, which is in force; {_data.ConfigFile} differs from it.\n", rotate.Error);
        Assert.Equal("revision 1", (string?)JsonNode.Parse(rotate.Output)!["settings"]);
        using var leaf = CertificateFiles.LoadCertificate(_folder.Certificate(PkiFolder.EdgeServer));
        Assert.True(leaf.MatchesHostname("chat.example.org"));
        Assert.False(leaf.MatchesHostname("other.example.org"));
    }

    [Fact]
    public async Task The_settings_file_counts_before_the_first_start_and_when_the_revision_is_lost()
    {
        await DeclareAsync("""{ "hosts": ["other.example.org"] }""");
        var before = await RunAsync("show", "--json");
        await PutIntoForceAsync("""{ "hosts": ["chat.example.org"] }""");
        File.Delete(new RevisionFolder(_data).PathOf(1));

        var lost = await RunAsync("rotate", "leaf", "edge-server", "--json");

        Assert.Equal((0, ""), (before.ExitCode, before.Error));
        Assert.StartsWith("bulwark: Going by the settings file, because the revision in force cannot be read: ", lost.Error, StringComparison.Ordinal);
        Assert.Equal(_data.ConfigFile, (string?)JsonNode.Parse(lost.Output)!["settings"]);
    }

    [Fact]
    public void Every_verb_takes_json_and_says_what_comes() =>
        Assert.All(Leaves(BulwarkCommand.Build().Subcommands.Single(verb => verb.Name == "pki")), verb =>
            Assert.StartsWith("Answer in JSON", Assert.Single(verb.Options, option => option.Name == "--json").Description, StringComparison.Ordinal));

    [Fact]
    public async Task Every_verb_answers_in_json()
    {
        using var foreign = CertificateAuthority.Create("Foreign", TimeProvider.System);
        await File.WriteAllTextAsync(_directory["foreign.pem"], foreign.Certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);

        await AnswersAsync("issue", ["alice"], [_folder.Certificate("alice"), _folder.Key("alice")], "issue", "alice");
        await AnswersAsync("export", ["alice"], [_directory["out/alice.pem"], _directory["out/alice.key.pem"]], "export", "alice", _directory["out"]);
        await AnswersAsync("rotate leaf", ["alice"], [_folder.Certificate("alice")], "rotate", "leaf", "alice");
        var serial = SerialOf("alice");
        Assert.Equal(serial, (string?)(await AnswersAsync("revoke", ["alice"], [], "revoke", "alice"))["serial"]);
        await AnswersAsync("import", ["foreign"], [_folder.Certificate("foreign")], "import", _directory["foreign.pem"]);
        Assert.NotNull((await AnswersAsync("retire", ["foreign"], [], "retire", "foreign", "--grace", "1h"))["trustedUntil"]);
        await AnswersAsync("reload", [], [], "reload");
        Assert.Contains("--finish", (string?)(await AnswersAsync("rotate ca", ["public-ca"], [_folder.Certificate("public-ca.next")], "rotate", "ca", "public"))["next"], StringComparison.Ordinal);
        Assert.NotNull((await AnswersAsync("rotate ca", ["origin-ca"], [_folder.Certificate("origin-ca")], "rotate", "ca"))["trustedUntil"]);
        await AnswersAsync("unlock move", [], [_directory["unlock"]], "unlock", "move", _directory["unlock"]);
        Assert.NotEmpty(JsonNode.Parse((await RunAsync("show", "--json")).Output)!.AsArray());
    }

    private async Task<JsonNode> AnswersAsync(string verb, string[] names, string[] files, params string[] arguments)
    {
        var run = await RunAsync([.. arguments, "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var answer = JsonNode.Parse(run.Output)!;
        Assert.Equal(verb, (string?)answer["verb"]);
        Assert.Equal(names, answer["names"]!.AsArray().Select(name => (string)name!), StringComparer.Ordinal);
        Assert.Equal(files.Order(StringComparer.Ordinal), answer["files"]!.AsArray().Select(file => (string)file!).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        return answer;
    }

    private string SerialOf(string name)
    {
        using var leaf = CertificateFiles.LoadCertificate(_folder.Certificate(name));
        return leaf.SerialNumber;
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => CommandRun.RunAsync(["pki", .. arguments, "--data", _data.Root]);

    private Task DeclareAsync(string settings) => File.WriteAllTextAsync(_data.ConfigFile, settings, TestContext.Current.CancellationToken);

    private async Task PutIntoForceAsync(string settings)
    {
        var folder = new RevisionFolder(_data);
        using var held = await RevisionLock.AcquireAsync(folder, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        folder.Write(held, 1, System.Text.Encoding.UTF8.GetBytes(settings));
        folder.Append(held, new RevisionEvent { Number = 1, Step = RevisionStep.InForce, Cause = RevisionCause.Start, Time = TimeProvider.System.GetUtcNow(), File = _data.ConfigFile });
    }

    private static IEnumerable<Command> Leaves(Command verb) => verb.Subcommands.Count > 0 ? verb.Subcommands.SelectMany(Leaves) : [verb];
}
