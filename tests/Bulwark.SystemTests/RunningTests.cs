using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary><c>bulwark up</c> as an operator meets it: its ready line, its end, and its refusals to start.</summary>
public sealed class RunningTests
{
    [Fact]
    public async Task Says_ready_and_stops_in_order()
    {
        await using var instance = await BulwarkInstance.StartAsync();
        Assert.Matches(@"^bulwark: ready in \d+\.\d s$", instance.ReadyLine);

        var stopping = Stopwatch.StartNew();
        Assert.Equal(0, await instance.StopAsync());

        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(instance.Data, "run"), "*.sock"));
    }

    [Fact]
    public async Task Comes_back_on_the_same_data_after_a_kill()
    {
        await using var instance = await BulwarkInstance.StartAsync();
        await instance.KillAsync();

        await instance.StartProcessAsync();

        using var edge = instance.CreateEdgeClient();
        using var response = await edge.GetAsync("/_matrix/client/versions", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Refuses_a_second_start_on_the_same_data_and_names_the_holder()
    {
        await using var instance = await BulwarkInstance.StartAsync();

        var second = await BulwarkProgram.RunAsync("up", "homeserver", "--data", instance.Data);

        Assert.Equal(1, second.ExitCode);
        Assert.EndsWith(
            $"bulwark: The homeserver tier already runs on {instance.Data} in process {instance.ProcessId}. Stop it first, or choose another --data and --port-offset.\n",
            second.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_tiers_in_processes_of_their_own_on_one_data_directory()
    {
        await using var instance = BulwarkInstance.Create();
        var offset = instance.PortOffset.ToString(CultureInfo.InvariantCulture);
        using var homeserver = Process.Start(BulwarkProgram.Command("up", "homeserver", "--data", instance.Data, "--port-offset", offset))!;
        try
        {
            Assert.StartsWith("bulwark: ready in ", await homeserver.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(instance.Data, "run", "homeserver.sock")));
            Assert.False(File.Exists(Path.Combine(instance.Data, "run", "identity.sock")));

            using var identity = Process.Start(BulwarkProgram.Command("up", "identity", "--data", instance.Data, "--port-offset", offset))!;
            try
            {
                Assert.StartsWith("bulwark: ready in ", await identity.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
                Assert.Equal(0, (await instance.VerbAsync("token", "--user", "alice")).ExitCode);
            }
            finally
            {
                identity.Kill();
                await identity.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            homeserver.Kill();
            await homeserver.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Says_which_port_is_taken()
    {
        await using var instance = BulwarkInstance.Create();
        using var other = new TcpListener(IPAddress.Loopback, instance.LoadBalancerPort);
        other.Start();

        var up = await BulwarkProgram.RunAsync(instance.UpArguments);

        Assert.Equal(1, up.ExitCode);
        Assert.Contains("bulwark: The load-balancer tier cannot listen: ", up.Error, StringComparison.Ordinal);
        Assert.Contains($":{instance.LoadBalancerPort}", up.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", up.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_every_problem_of_the_settings_and_starts_nothing()
    {
        await using var instance = BulwarkInstance.Create("{\n  \"hostz\": [],\n  \"edge\": { \"listen\": { \"port\": \"x\" } },\n  \"homeserver\": null\n}\n");
        var file = Path.Combine(instance.Data, "bulwark.jsonc");
        var expected = $"""
            {file}:2: hostz is not a setting; did you mean 'hosts'?
            {file}:3: edge.listen.port "x" is not a whole number
            {file}:4: homeserver is null: give it a value, or leave the key out for the default

            """.ReplaceLineEndings("\n");

        var up = await BulwarkProgram.RunAsync(instance.UpArguments);
        var check = await instance.VerbAsync("check");

        Assert.Equal((2, expected), (up.ExitCode, up.Error));
        Assert.Equal((2, expected), (check.ExitCode, check.Error));
        Assert.False(File.Exists(Path.Combine(instance.Data, "pki", "origin-ca.pem")));
    }

    [Fact]
    public async Task Checks_settings_for_programs_too()
    {
        await using var instance = BulwarkInstance.Create("""{ "loadBalancer": { "mutualTls": "off" }, "mcp": {} }""");

        var warned = JsonNode.Parse((await instance.VerbAsync("check", "--json")).Output)!;
        File.Delete(Path.Combine(instance.Data, "bulwark.jsonc"));
        var absent = await instance.VerbAsync("check");

        Assert.Empty(warned["problems"]!.AsArray());
        Assert.Contains("loadBalancer.mutualTls is 'off'", (string)warned["warnings"]!.AsArray().Single()!, StringComparison.Ordinal);
        Assert.Equal((0, $"{instance.Data}/bulwark.jsonc is not there, so every setting has its default: good\n"), (absent.ExitCode, absent.Output));
    }

    [Fact]
    public async Task Says_that_the_data_directory_cannot_be_used()
    {
        await using var instance = BulwarkInstance.Create();
        var file = Path.Combine(instance.Data, "a-file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var up = await BulwarkProgram.RunAsync("up", "--data", file);

        Assert.Equal(1, up.ExitCode);
        Assert.StartsWith($"bulwark: The data directory {file} cannot be used: ", up.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_database_is_damaged_and_leaves_it_alone()
    {
        await using var instance = await BulwarkInstance.StartAsync();
        await instance.StopAsync();
        var database = Path.Combine(instance.Data, "db", "homeserver.db");
        var damaged = Enumerable.Repeat((byte)'x', 8192).ToArray();
        File.Delete(database + "-wal");
        await File.WriteAllBytesAsync(database, damaged, TestContext.Current.CancellationToken);

        var up = await BulwarkProgram.RunAsync(instance.UpArguments);

        Assert.Equal(1, up.ExitCode);
        Assert.Contains($"bulwark: The database {database} is damaged", up.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", up.Error, StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(database, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Refuses_a_key_that_others_can_read()
    {
        await using var instance = await BulwarkInstance.StartAsync();
        await instance.StopAsync();
        var key = instance.Pki("edge.key.pem");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var up = await BulwarkProgram.RunAsync(instance.UpArguments);

        Assert.Equal(1, up.ExitCode);
        Assert.Contains(key, up.Error, StringComparison.Ordinal);
        Assert.Contains("chmod 600", up.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_starts_at_once_one_runs_and_the_other_is_refused()
    {
        await using var instance = BulwarkInstance.Create();
        using var one = Process.Start(BulwarkProgram.Command(instance.UpArguments))!;
        using var other = Process.Start(BulwarkProgram.Command(instance.UpArguments))!;
        try
        {
            var errors = new[] { one, other }.Select(process => process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ToList();
            var lines = await Task.WhenAll(new[] { one, other }.Select(process => process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()));

            Assert.Single(lines, line => line?.StartsWith("bulwark: ready in ", StringComparison.Ordinal) == true);
            var (winner, loser) = lines[0] is null ? (other, one) : (one, other);
            await loser.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(1, loser.ExitCode);
            Assert.EndsWith(
                $"bulwark: The edge tier already runs on {instance.Data} in process {winner.Id}. Stop it first, or choose another --data and --port-offset.\n",
                await errors[lines[0] is null ? 0 : 1],
                StringComparison.Ordinal);
        }
        finally
        {
            one.Kill();
            other.Kill();
        }
    }

    [Fact]
    public async Task Ends_in_order_when_it_is_told_to_stop_while_it_starts()
    {
        await using var instance = BulwarkInstance.Create();
        using var process = Process.Start(BulwarkProgram.Command(instance.UpArguments))!;
        Assert.Contains("Made the CA", await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.DoesNotContain("Unhandled exception", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(instance.Data, "run"), "*.pid"));
    }

    [Fact]
    public async Task Says_in_one_sentence_that_an_address_is_not_of_this_machine()
    {
        await using var instance = BulwarkInstance.Create("""{ "edge": { "listen": { "address": "203.0.113.9" } } }""");

        var up = await BulwarkProgram.RunAsync([.. instance.UpArguments, "edge"]);

        Assert.Equal(1, up.ExitCode);
        Assert.EndsWith(
            "\nbulwark: The edge tier cannot listen: Cannot assign requested address. Choose an address of this machine, and a port that is open to this user, in the settings.\n",
            up.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", ">/dev/full", 1, "bulwark: The answer cannot be written: No space left on device\n")]
    [InlineData("check", ">&-", 1, "bulwark: The answer cannot be written: Bad file descriptor\n")]
    [InlineData("--help", ">&-", 1, "bulwark: The answer cannot be written: Bad file descriptor\n")]
    [InlineData("waf status", ">&-", 1, null)]
    [InlineData("waf status", "2>&-", 1, "")]
    [InlineData("waf status", "<&- >&- 2>&-", 1, "")]
    [InlineData("nonsense", "2>/dev/full", 2, "")]
    [InlineData("nonsense", "2>&-", 2, "")]
    public async Task Ends_with_a_status_when_its_answer_cannot_be_written(string verb, string redirection, int exitCode, string? error)
    {
        await using var instance = BulwarkInstance.Create();
        var start = new ProcessStartInfo("sh") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        string[] data = verb.StartsWith('-') ? [] : ["--data", instance.Data];
        var check = BulwarkProgram.Command([.. verb.Split(' '), .. data]);
        foreach (var argument in (string[])["-c", $"exec \"$@\" {redirection}", "sh", check.FileName, .. check.ArgumentList])
            start.ArgumentList.Add(argument);

        var result = await BulwarkProgram.RunAsync(start, "");

        Assert.Equal(exitCode, result.ExitCode);
        if (error is not null)
            Assert.Equal(error, result.Error);
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("up", "nonsense")]
    [InlineData("up", "--port-offset", "x")]
    [InlineData("up", "--nonsense")]
    [InlineData("verify", "--only", "no.such.probe")]
    [InlineData("token", "--user", "a", "--ttl", "soon")]
    [InlineData("token", "--user", "a", "--use", "refresh")]
    [InlineData("apply", "--confirm", "--confirm-within", "60s")]
    [InlineData("apply", "--confirm-within", "soon")]
    [InlineData("rollback", "x")]
    public async Task Ends_with_status_2_on_wrong_usage(params string[] arguments)
    {
        var result = await BulwarkProgram.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("bulwark: ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user", "list")]
    [InlineData("token", "--user", "alice")]
    [InlineData("room", "list")]
    [InlineData("admin", "link")]
    public async Task Says_how_to_start_what_is_not_running(params string[] verb)
    {
        await using var instance = BulwarkInstance.Create();

        var result = await instance.VerbAsync(verb);

        Assert.Equal(1, result.ExitCode);
        Assert.Matches($"^bulwark: The [a-z]+ tier is not running on {instance.Data}\\. Start it with: bulwark up --data {instance.Data}\n$", result.Error);
    }
}
