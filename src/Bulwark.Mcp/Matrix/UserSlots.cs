namespace Bulwark.Mcp.Matrix;

/// <summary>The slots of the users who called last. The one who has not called for longest makes room.</summary>
internal sealed class UserSlots(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<UserSlot>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<UserSlot> _byUse = [];

    public UserSlot Of(string userId)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(userId, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value;
            }

            if (_nodes.Count >= capacity)
                RemoveLast();

            var slot = new UserSlot(userId);
            _nodes.Add(userId, _byUse.AddFirst(slot));
            return slot;
        }
    }

    private void RemoveLast()
    {
        if (_byUse.Last is not { } last)
            return;

        _nodes.Remove(last.Value.UserId);
        _byUse.RemoveLast();
    }
}
