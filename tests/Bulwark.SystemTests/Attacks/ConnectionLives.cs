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
    private readonly Dictionary<string, TimeSpan> _open = new(StringComparer.Ordinal);
    private readonly List<TimeSpan> _lives = [];
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
    public TimeSpan Longest => _lives.DefaultIfEmpty().Max();

    /// <summary>How many lived longer than that.</summary>
    public int CountBeyond(TimeSpan life) => _lives.Count(lived => lived > life);

    /// <summary>Looks no more; those that are still open end here.</summary>
    public async Task StopAsync()
    {
        await _looking.StopAsync();
        EndAllBut([]);
    }

    private void Look()
    {
        var now = _clock.Elapsed;
        var open = Peers().ToHashSet(StringComparer.Ordinal);
        Most = Math.Max(Most, open.Count);
        EndAllBut(open);
        foreach (var peer in open)
            _open.TryAdd(peer, now);
    }

    /// <summary>The port of a connection that was cut off is free at once, and soon another one's: so a life ends when it is not seen any more.</summary>
    private void EndAllBut(HashSet<string> open)
    {
        foreach (var peer in _open.Keys.Where(peer => !open.Contains(peer)).ToList())
        {
            _lives.Add(_clock.Elapsed - _open[peer]);
            _open.Remove(peer);
        }
    }

    private IEnumerable<string> Peers() =>
        File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith($":{_port}", StringComparison.Ordinal) && OpenStates.Contains(fields[3], StringComparer.Ordinal))
            .Select(fields => fields[2]);
}
