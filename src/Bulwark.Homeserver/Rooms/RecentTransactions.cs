using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>
/// The newest transaction IDs of a room, those of queued writes among them. Older ones are in the database; the two overlap by far more than
/// the time between a look there and a look here.
/// </summary>
internal sealed class RecentTransactions
{
    private const int Limit = 1_024;

    private readonly Dictionary<TransactionKey, RoomTurn> _turns = [];
    private readonly Queue<TransactionKey> _order = new();

    /// <summary>What a transaction came to; null when it is not a recent one.</summary>
    public RoomTurn? Find(TransactionKey key) => _turns.GetValueOrDefault(key);

    public void Add(TransactionKey key, RoomTurn turn)
    {
        _turns.Add(key, turn);
        _order.Enqueue(key);
        if (_order.Count > Limit)
            _turns.Remove(_order.Dequeue());
    }
}
