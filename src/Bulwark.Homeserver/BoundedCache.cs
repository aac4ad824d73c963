using System.Diagnostics.CodeAnalysis;

namespace Bulwark.Homeserver;

/// <summary>Keeps the entries that were used last, up to a number. Not safe for several threads at once.</summary>
/// <param name="limit">How many.</param>
/// <param name="comparer">Says which keys are the same.</param>
/// <param name="removed">Told of every entry that goes, for whatever reason.</param>
internal sealed class BoundedCache<TKey, TValue>(int limit, IEqualityComparer<TKey> comparer, Action<TKey, TValue>? removed = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _entries = new(comparer);
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new();

    /// <summary>Finds an entry and marks it as used.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_entries.TryGetValue(key, out var node))
            return false;

        _order.Remove(node);
        _order.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    /// <summary>Sets an entry; the one that was not used for the longest time goes when there are too many.</summary>
    public void Set(TKey key, TValue value)
    {
        Remove(key);
        _entries.Add(key, _order.AddFirst((key, value)));
        if (_entries.Count > limit)
            Remove(_order.Last!.Value.Key);
    }

    public void Remove(TKey key)
    {
        if (!_entries.Remove(key, out var node))
            return;

        _order.Remove(node);
        removed?.Invoke(key, node.Value.Value);
    }
}
