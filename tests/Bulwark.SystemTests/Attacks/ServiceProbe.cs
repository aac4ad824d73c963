using System.Globalization;
using Bulwark.Attacker;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests.Attacks;

/// <summary>An honest client that asks once a second, each time on a new connection: curl, so that its clock does not stop while this process is busy attacking.</summary>
internal sealed class ServiceProbe
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BulwarkInstance _instance;
    private readonly Repeating _asking;
    private readonly List<string> _failures = [];

    public ServiceProbe(BulwarkInstance instance)
    {
        AttackTool.Need("curl");
        _instance = instance;
        _asking = new Repeating(Interval, AskAsync);
    }

    /// <summary>What was not answered with 200.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public TimeSpan Slowest { get; private set; }

    /// <summary>How much of that was over when the handshake was.</summary>
    public TimeSpan SlowestHandshake { get; private set; }

    public int Asked { get; private set; }

    public Task StopAsync() => _asking.StopAsync();

    private async Task AskAsync()
    {
        var said = await AttackTool.RunAsync(
            "curl", "-sS", "-m", "60", "--cacert", _instance.Pki("public-ca.pem"), "-o", "/dev/null", "-w", "%{http_code} %{time_appconnect} %{time_total}", new Uri(_instance.EdgeUrl, StandInHomeserver.Small).ToString());
        Asked++;
        if (said.Split(' ') is not ["200", var handshake, var total])
            _failures.Add(said);
        else if (Seconds(total) > Slowest)
            (Slowest, SlowestHandshake) = (Seconds(total), Seconds(handshake));
    }

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}
