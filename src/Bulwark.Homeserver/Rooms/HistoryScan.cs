using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>Picks wanted events until there are enough.</summary>
internal sealed class HistoryScan(int limit, Func<RoomEvent, bool> isWanted, bool backwards)
{
    private readonly List<RoomEvent> _found = [];
    private bool _hasMore;

    /// <summary>One more than enough has been found: it is known that there is more.</summary>
    public bool IsFull => _hasMore;

    /// <summary>How many events were looked at.</summary>
    public int Seen { get; private set; }

    public void Take(IEnumerable<RoomEvent> events)
    {
        foreach (var roomEvent in events)
        {
            if (_hasMore)
                return;

            Seen++;
            if (!isWanted(roomEvent))
                continue;

            if (_found.Count == limit)
                _hasMore = true;
            else
                _found.Add(roomEvent);
        }
    }

    /// <summary>What was found. A full page goes on right after its last event, any other where the reading stopped.</summary>
    public HistoryPage ToPage(bool isAtEnd, long edge) =>
        new(_found, _hasMore && _found.Count > 0 ? EdgeOf(_found[^1]) : edge, isAtEnd);

    private long EdgeOf(RoomEvent last) => backwards ? last.Position - 1 : last.Position;
}
