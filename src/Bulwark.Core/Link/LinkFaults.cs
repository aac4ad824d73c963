using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Link;

/// <summary>
/// Tells of sessions that the listening tier could not judge: they are refused, as they must be, and nobody else learns why. The edge opens the next one at once, so the log gets one line
/// an interval.
/// </summary>
internal sealed class LinkFaults(ILogger log, TimeProvider time)
{
    /// <summary>Between two lines.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private int _suppressed;

    /// <summary>A session ended with an exception.</summary>
    public void Tell(string link, Exception exception)
    {
        int suppressed;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now < _next)
            {
                _suppressed++;
                return;
            }

            _next = now + Interval;
            (suppressed, _suppressed) = (_suppressed, 0);
        }

        Log.LinkSessionFailed(log, exception, link, exception.Message, suppressed);
    }
}
