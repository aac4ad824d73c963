using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bulwark.SystemTests.Running;

/// <summary>One <c>bulwark up TIER ...</c> among several on the data directory of an instance.</summary>
internal sealed class UpProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private UpProcess(Process process) => _process = process;

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public static async Task<UpProcess> StartAsync(BulwarkInstance instance, params IEnumerable<string> tiers)
    {
        var offset = instance.PortOffset.ToString(CultureInfo.InvariantCulture);
        var up = new UpProcess(Process.Start(BulwarkProgram.Command(["up", .. tiers, "--data", instance.Data, "--port-offset", offset]))!);
        up._process.ErrorDataReceived += (_, e) => up.Append(e.Data);
        up._process.BeginErrorReadLine();
        using var deadline = new CancellationTokenSource(StartDeadline);
        while (await up._process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("bulwark: ready in ", StringComparison.Ordinal))
                return up;
        }

        await up.DisposeAsync();
        throw new InvalidOperationException($"bulwark up {string.Join(' ', tiers)} ended before it was ready:\n{up.Log}");
    }

    /// <summary>SIGKILL, if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Append(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}
