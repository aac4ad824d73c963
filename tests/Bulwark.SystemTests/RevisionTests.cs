using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.SystemTests.Running;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.SystemTests;

/// <summary><c>plan</c>, <c>apply</c>, <c>rollback</c> and <c>history</c> on real processes: nobody notices a change, and nobody's death leaves half of one.</summary>
public sealed class RevisionTests
{
    private static readonly string[] Behind = ["load-balancer", "homeserver", "identity", "mcp", "admin"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Clients_do_not_notice_three_applies_and_rollbacks(bool inOneProcess)
    {
        await using var instance = BulwarkInstance.Create(Settings("one"));
        await using var processes = await StartAsync(instance, inOneProcess);
        await using var dataApi = await StandInTier.StartAsync(Path.Combine(instance.Data, "run", "data-api.sock"), AnswerAsync);
        using var edge = instance.CreateEdgeClient();
        var user = await MatrixClient.SignInAsync(edge, await instance.TokenAsync("--user", "alice"));
        var since = (string)(await user.SyncAsync())["next_batch"]!;
        using var socket = await ConnectWebSocketAsync(instance);
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(i => LoadAsync(edge, isPost: i == 0, stop.Token)).ToList();
        var poll = user.SyncAsync(since, timeoutMilliseconds: 15_000);

        for (var round = 0; round < 3; round++)
        {
            Declare(instance, Settings($"round{round}", "chat.example"));
            await SucceedAsync(instance, "apply");
            Assert.Equal($"https://example.org/round{round}", await LandingAsync(instance));
            await EchoAsync(socket);
            await SucceedAsync(instance, "rollback");
            Assert.Equal("https://example.org/one", await LandingAsync(instance));
        }

        await EchoAsync(socket);
        Assert.NotNull((await poll)["next_batch"]);
        await stop.CancelAsync();
        var results = await Task.WhenAll(load);
        Assert.Empty(results.SelectMany(result => result.Failures));
        Assert.All(results, result => Assert.True(result.Succeeded > 20, $"only {result.Succeeded} requests"));
    }

    [Fact]
    public async Task What_one_tier_refuses_changes_nothing_anywhere_and_every_problem_is_told()
    {
        await using var instance = BulwarkInstance.Create(Settings("one"));
        await instance.StartProcessAsync();
        var file = Path.Combine(instance.Data, "bulwark.jsonc");
        Declare(instance, """
            {
              "homeserver": { "serverName": "other" },
              "loadBalancer": { "landingUrl": "https://example.org/two" },
              "edge": {
                "certificate": { "certificateFile": "missing.pem", "keyFile": "missing.key" }
              }
            }
            """);

        var apply = await instance.VerbAsync("apply");
        var plan = JsonNode.Parse((await instance.VerbAsync("plan", "--json")).Output)!;

        Assert.Equal(1, apply.ExitCode);
        Assert.Equal("", apply.Output);
        Assert.Contains($"{file}:2: homeserver.serverName takes effect at a start of the homeserver tier\n", apply.Error, StringComparison.Ordinal);
        Assert.Contains($"{file}:5: edge.certificate.certificateFile: ", apply.Error, StringComparison.Ordinal);
        Assert.Contains("missing.pem", apply.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            $"bulwark: Nothing was changed: revision 1 stays in force. What needs a start takes effect at the next one: bulwark up --data {instance.Data}\n",
            apply.Error,
            StringComparison.Ordinal);
        Assert.Equal("https://example.org/one", await LandingAsync(instance));
        Assert.Equal(2, plan["problems"]!.AsArray().Count);
        Assert.False((bool)Change("loadBalancer.landingUrl")["needsStart"]!);
        Assert.True((bool)Change("homeserver.serverName")["needsStart"]!);
        Assert.False(File.Exists(Path.Combine(instance.Data, "revisions", "000002.jsonc")));

        JsonNode Change(string path) => plan["changes"]!.AsArray().Single(change => (string)change!["path"]! == path)!;
    }

    [Fact]
    public async Task An_invalid_file_is_told_like_check_and_changes_nothing()
    {
        await using var instance = BulwarkInstance.Create(Settings("one"));
        await instance.StartProcessAsync();
        Declare(instance, """{ "hostz": [] }""");
        var file = Path.Combine(instance.Data, "bulwark.jsonc");

        var problem = $"{file}:1: hostz is not a setting; did you mean 'hosts'?";

        var plan = await instance.VerbAsync("plan");
        var apply = await instance.VerbAsync("apply");
        var forPrograms = await instance.VerbAsync("apply", "--json");

        Assert.Equal((2, $"{problem}\n"), (plan.ExitCode, plan.Error));
        Assert.Equal((2, $"{problem}\nbulwark: Nothing was changed: revision 1 stays in force.\n"), (apply.ExitCode, apply.Error));
        Assert.Equal((2, ""), (forPrograms.ExitCode, forPrograms.Error));
        var report = JsonNode.Parse(forPrograms.Output)!;
        Assert.Equal((problem, 1), ((string?)report["problems"]![0], (int)report["revision"]!));
    }

    [Fact]
    public async Task A_trial_does_not_survive_a_crash()
    {
        await using var instance = BulwarkInstance.Create(Settings("one"));
        await instance.StartProcessAsync();
        Declare(instance, Settings("trial"));
        await SucceedAsync(instance, "apply", "--confirm-within", "1h");
        Assert.Equal("https://example.org/trial", await LandingAsync(instance));

        await instance.KillAsync();
        await instance.StartProcessAsync();

        Assert.Equal("https://example.org/one", await LandingAsync(instance));
        Assert.Contains("Revision 2 was never confirmed, so it is rolled back.", instance.LogText, StringComparison.Ordinal);
        Assert.Contains("bulwark.jsonc still says what was rolled back. This start uses revision 1.", instance.LogText, StringComparison.Ordinal);

        // Nor does the next start bring it back, but whoever asks for it gets it.
        await instance.KillAsync();
        await instance.StartProcessAsync();
        Assert.Equal("https://example.org/one", await LandingAsync(instance));
        Assert.Contains("rollback 1 --write", (await instance.VerbAsync("plan")).Output, StringComparison.Ordinal);
        await SucceedAsync(instance, "apply");
        Assert.Equal("https://example.org/trial", await LandingAsync(instance));
    }

    [Fact]
    public async Task A_trial_ends_by_itself_in_every_process_unless_it_is_confirmed()
    {
        await using var instance = BulwarkInstance.Create(Settings("one"));
        await using var processes = await StartAsync(instance, inOneProcess: false);
        Declare(instance, Settings("kept"));
        await SucceedAsync(instance, "apply", "--confirm-within", "30s");
        Assert.Contains("Revision 2 is in force", (await SucceedAsync(instance, "apply", "--confirm")).Output, StringComparison.Ordinal);
        Declare(instance, Settings("lost"));
        await SucceedAsync(instance, "apply", "--confirm-within", "2s");
        Assert.Equal("https://example.org/lost", await LandingAsync(instance));

        await UntilAsync(async () => await LandingAsync(instance) == "https://example.org/kept");
        await UntilAsync(async () => (await RevisionsAsync(instance)).All(revision => revision == 2));

        var late = await instance.VerbAsync("apply", "--confirm");
        Assert.Equal(1, late.ExitCode);
        Assert.StartsWith("bulwark: Revision 3 was not confirmed in time and was rolled back at ", late.Error, StringComparison.Ordinal);
        Assert.Contains("not confirmed in time: rolled back to 2", (await instance.VerbAsync("history")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "one", 1)]
    [InlineData(true, "two", 2)]
    public async Task When_the_command_dies_half_way_every_process_agrees_again(bool afterTheDecision, string landing, int revision)
    {
        await using var instance = BulwarkInstance.Create(Settings("one"));
        await using var processes = await StartAsync(instance, inOneProcess: false);
        var folder = new RevisionFolder(new DataDirectory(instance.Data));

        // Exactly what apply has done up to the moment at which it dies: all have prepared, and at most one has taken over.
        using (var held = RevisionLock.TryAcquire(folder)!)
        {
            folder.Write(held, 2, System.Text.Encoding.UTF8.GetBytes(Settings("two")));
            folder.Append(held, Event(RevisionStep.Prepared));
            foreach (var tier in Behind.Append("edge"))
                await PostAsync(instance, tier, "prepare");

            if (afterTheDecision)
            {
                folder.Append(held, Event(RevisionStep.InForce));
                await PostAsync(instance, "admin", "commit");
            }
        }

        await UntilAsync(async () => (await RevisionsAsync(instance)).All(number => number == revision));
        Assert.Equal($"https://example.org/{landing}", await LandingAsync(instance));

        Declare(instance, Settings("three"));
        await SucceedAsync(instance, "apply");
        Assert.Equal("https://example.org/three", await LandingAsync(instance));
    }

    [Fact]
    public async Task The_start_of_one_process_does_not_change_another_one()
    {
        await using var instance = BulwarkInstance.Create(Settings("one"));
        await using var behind = await UpProcess.StartAsync(instance, Behind);
        Declare(instance, Settings("two"));

        await using var edge = await UpProcess.StartAsync(instance, "edge");

        Assert.Contains("bulwark.jsonc changes loadBalancer.landingUrl, which the load-balancer tier that runs already has to take over too. This start uses revision 1.", edge.Log, StringComparison.Ordinal);
        Assert.Equal("https://example.org/one", await LandingAsync(instance));
        await SucceedAsync(instance, "apply");
        Assert.Equal("https://example.org/two", await LandingAsync(instance));
    }

    [Fact]
    public async Task A_start_is_an_apply_and_a_rollback_of_what_is_stopped_counts_at_the_next_start()
    {
        await using var instance = BulwarkInstance.Create(Settings("one"));
        await instance.StartProcessAsync();
        await instance.StopAsync();
        Declare(instance, Settings("two"));
        await instance.StartProcessAsync();
        Assert.Equal("https://example.org/two", await LandingAsync(instance));
        await instance.StopAsync();

        Assert.Contains("Nothing runs; the next start uses it.", (await SucceedAsync(instance, "rollback")).Output, StringComparison.Ordinal);
        await instance.StartProcessAsync();
        Assert.Equal("https://example.org/one", await LandingAsync(instance));

        await SucceedAsync(instance, "rollback", "1", "--write");
        Assert.Equal(Settings("one"), await File.ReadAllTextAsync(Path.Combine(instance.Data, "bulwark.jsonc"), TestContext.Current.CancellationToken));
        Assert.Equal(Settings("two"), await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(instance.Data, "bulwark.jsonc.2*")), TestContext.Current.CancellationToken));
        Assert.Contains("says what revision 1 says", (await SucceedAsync(instance, "plan")).Output, StringComparison.Ordinal);
        var back = await instance.VerbAsync("rollback", "9");
        Assert.Equal((1, "bulwark: Revision 9 was never in force. bulwark history lists those that were.\n"), (back.ExitCode, back.Error));
    }

    private static string Settings(string landing, string? host = null) =>
        $$"""{ "hosts": ["localhost"{{(host is null ? "" : $", \"{host}\"")}}], "loadBalancer": { "landingUrl": "https://example.org/{{landing}}" } }""";

    private static void Declare(BulwarkInstance instance, string settings) => File.WriteAllText(Path.Combine(instance.Data, "bulwark.jsonc"), settings);

    private static async Task<Processes> StartAsync(BulwarkInstance instance, bool inOneProcess) => inOneProcess
        ? new Processes([await UpProcess.StartAsync(instance, ["edge", .. Behind])])
        : new Processes([await UpProcess.StartAsync(instance, Behind), await UpProcess.StartAsync(instance, "edge")]);

    private static async Task<VerbResult> SucceedAsync(BulwarkInstance instance, params string[] verb)
    {
        var result = await instance.VerbAsync(verb);
        Assert.True(result is { ExitCode: 0, Error: "" }, result.Error + result.Output);
        return result;
    }

    private static async Task<string> LandingAsync(BulwarkInstance instance)
    {
        using var edge = instance.CreateEdgeClient();
        using var response = await edge.GetAsync("/", TestContext.Current.CancellationToken);
        return response.Headers.Location!.ToString();
    }

    private static async Task<int[]> RevisionsAsync(BulwarkInstance instance) => await Task.WhenAll(Behind.Append("edge").Select(async tier =>
    {
        using var control = new ControlClient(new DataDirectory(instance.Data), tier);
        return (await control.GetAsync("/settings", RevisionJson.Default.TierSettingsView, TestContext.Current.CancellationToken)).Revision;
    }));

    private static async Task PostAsync(BulwarkInstance instance, string tier, string action)
    {
        using var control = new ControlClient(new DataDirectory(instance.Data), tier);
        await control.PostAsync(
            $"/settings/{action}",
            new RevisionRequest { Revision = 2 },
            RevisionJson.Default.RevisionRequest,
            RevisionJson.Default.TierSettingsView,
            TestContext.Current.CancellationToken);
    }

    private static RevisionEvent Event(RevisionStep step) =>
        new() { Number = 2, Step = step, Cause = RevisionCause.Apply, Other = 1, Time = TimeProvider.System.GetUtcNow() };

    private static async Task UntilAsync(Func<Task<bool>> isThere)
    {
        var deadline = Deadline.Token();
        while (!await isThere())
            await Task.Delay(100, deadline);
    }

    // The data API of this test: POST gives the body back, a WebSocket each message.
    private static async Task AnswerAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Request.Body.CopyToAsync(context.Response.Body);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
    }

    private static async Task<ClientWebSocket> ConnectWebSocketAsync(BulwarkInstance instance)
    {
        var socket = new ClientWebSocket();
        using var handler = new HttpMessageInvoker(instance.CreateEdgeHandler());
        await socket.ConnectAsync(new Uri($"wss://localhost:{instance.EdgePort}/v1/version"), handler, Deadline.Token());
        return socket;
    }

    private static async Task EchoAsync(ClientWebSocket socket)
    {
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Deadline.Token());
        var buffer = new byte[16];
        Assert.Equal(5, (await socket.ReceiveAsync(buffer, Deadline.Token())).Count);
    }

    private static async Task<(int Succeeded, List<string> Failures)> LoadAsync(HttpClient edge, bool isPost, CancellationToken stop)
    {
        var (succeeded, failures) = (0, new List<string>());
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var text = i.ToString(CultureInfo.InvariantCulture);
            try
            {
                using var content = new StringContent(text);
                using var response = isPost ? await edge.PostAsync("/v1/version", content, CancellationToken.None) : await edge.GetAsync("/_matrix/client/versions", CancellationToken.None);
                var body = await response.Content.ReadAsStringAsync(CancellationToken.None);
                if (response.StatusCode == HttpStatusCode.OK && (!isPost || body == text))
                    succeeded++;
                else
                    failures.Add($"{response.StatusCode} {body}");
            }
            catch (HttpRequestException e)
            {
                failures.Add(e.ToString());
            }
        }

        return (succeeded, failures);
    }

    private sealed class Processes(IReadOnlyList<UpProcess> all) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var process in all)
                await process.DisposeAsync();
        }
    }
}
