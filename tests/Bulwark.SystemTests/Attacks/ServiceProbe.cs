using System.Diagnostics;
using System.Globalization;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests.Attacks;

/// <summary>An honest client that asks once a second, each time on a new connection.</summary>
internal sealed class ServiceProbe
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BulwarkInstance _instance;
    private readonly Repeating _asking;
    private readonly List<string> _failures = [];

    public ServiceProbe(BulwarkInstance instance)
    {
        _instance = instance;
        _asking = new Repeating(Interval, AskAsync);
    }

    /// <summary>What was not answered with 200.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public TimeSpan Slowest { get; private set; }

    public int Asked { get; private set; }

    public Task StopAsync() => _asking.StopAsync();

    private async Task AskAsync()
    {
        using var client = _instance.CreateEdgeClient();
        var clock = Stopwatch.StartNew();
        try
        {
            using var answer = await client.GetAsync(TwoProcesses.Small, TestContext.Current.CancellationToken);
            if ((int)answer.StatusCode != 200)
                _failures.Add(((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (HttpRequestException e)
        {
            _failures.Add(e.Message);
        }

        Asked++;
        Slowest = clock.Elapsed > Slowest ? clock.Elapsed : Slowest;
    }
}
