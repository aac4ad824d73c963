using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>
/// The newest transaction IDs of a room, those of queued writes among them. Older ones are in the database; the two overlap by far more than
/// the time between a look there and a look here.
/// </summary>
internal sealed class RecentTransactions
{
    private const int Limit = 1_024;

    private readonly Dictionary<TransactionKey, RoomWrite> _writes = [];
    private readonly Queue<TransactionKey> _order = new();

    /// <summary>The write of a transaction; null when it is not a recent one.</summary>
    public RoomWrite? Find(TransactionKey key) => _writes.GetValueOrDefault(key);

    public void Add(TransactionKey key, RoomWrite write)
    {
        _writes.Add(key, write);
        _order.Enqueue(key);
        if (_order.Count > Limit)
            _writes.Remove(_order.Dequeue());
    }
}
