using System.Diagnostics;
using System.Globalization;
using Bulwark.Attacker;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests.Attacks;

/// <summary>
/// Slow clients, or the homeserver that they ask for, in a process of their own: what they need of memory and pauses must not be mistaken for what the tiers need. Clients give way to everybody
/// else for the processor, as they do when they are on other machines.
/// </summary>
internal sealed class AttackerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private AttackerProcess(params IEnumerable<string> arguments) => _process = Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Bulwark.Attacker.dll"), .. arguments]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;

    /// <summary>Starts a homeserver and waits until it can be asked.</summary>
    public static async Task<AttackerProcess> ServeAsync(string socket)
    {
        var attacker = new AttackerProcess("homeserver", socket);
        Assert.Equal(StandInHomeserver.Ready, await attacker._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return attacker;
    }

    /// <summary>Attacks until all clients are cut off or the time of the attack is over. Gives how long it took at most until one was slow.</summary>
    public static async Task<TimeSpan> AttackAsync(SlowClientKind kind, BulwarkInstance instance, int count)
    {
        await using var attacker = new AttackerProcess(
            kind.Name, instance.EdgePort.ToString(CultureInfo.InvariantCulture), instance.Pki("public-ca.pem"), count.ToString(CultureInfo.InvariantCulture));
        attacker._process.PriorityClass = ProcessPriorityClass.BelowNormal;
        var quick = await attacker._process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await attacker._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, attacker._process.ExitCode);
        return TimeSpan.FromSeconds(double.Parse(quick, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
