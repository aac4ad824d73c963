using System.Diagnostics;
using System.Globalization;

namespace Bulwark.SystemTests.Attacks;

/// <summary>How long each connection to a port stays open at the server, by the kernel's word: attackers themselves notice late that they were cut off.</summary>
internal sealed class ConnectionLives
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>ESTABLISHED and CLOSE_WAIT: the server has not closed it.</summary>
    private static readonly string[] OpenStates = ["01", "08"];

    private readonly string _port;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, (TimeSpan First, TimeSpan Last)> _lives = new(StringComparer.Ordinal);
    private readonly Repeating _looking;

    public ConnectionLives(int port)
    {
        _port = port.ToString("X4", CultureInfo.InvariantCulture);
        _looking = new Repeating(Interval, Look);
    }

    /// <summary>How many connections there were.</summary>
    public int Count => _lives.Count;

    /// <summary>How many were open at a time.</summary>
    public int Most { get; private set; }

    /// <summary>The longest life.</summary>
    public TimeSpan Longest => _lives.Values.Select(life => life.Last - life.First).DefaultIfEmpty().Max();

    /// <summary>How many lived longer than that.</summary>
    public int CountBeyond(TimeSpan life) => _lives.Values.Count(lived => lived.Last - lived.First > life);

    public Task StopAsync() => _looking.StopAsync();

    private void Look()
    {
        var now = _clock.Elapsed;
        var open = Peers().ToList();
        foreach (var peer in open)
            _lives[peer] = (_lives.TryGetValue(peer, out var life) ? life.First : now, now);
        Most = Math.Max(Most, open.Count);
    }

    private IEnumerable<string> Peers() =>
        File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith($":{_port}", StringComparison.Ordinal) && OpenStates.Contains(fields[3], StringComparer.Ordinal))
            .Select(fields => fields[2]);
}
