namespace Bulwark.Homeserver.Typing;

/// <summary>Who is typing in one room, each with the timer that ends it.</summary>
internal sealed class TypingRoom
{
    private readonly Dictionary<string, ITimer> _timers = new(StringComparer.Ordinal);

    /// <summary>The version of its last change.</summary>
    public long Version { get; set; }

    public IReadOnlyList<string> UserIds => [.. _timers.Keys.Order(StringComparer.Ordinal)];

    public void Set(string userId, ITimer timer)
    {
        Remove(userId);
        _timers.Add(userId, timer);
    }

    public bool Remove(string userId)
    {
        if (!_timers.Remove(userId, out var timer))
            return false;

        timer.Dispose();
        return true;
    }

    public void Clear()
    {
        foreach (var timer in _timers.Values)
            timer.Dispose();

        _timers.Clear();
    }
}
