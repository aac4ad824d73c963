using System.Text;

namespace Bulwark.Waf.Injection.Sql;

/// <summary>Looks words and phrases up, without allocation.</summary>
internal static class SqlWordTable
{
    public const int LongestWord = 48;

    // Less than half full, so that words that are not in it are mostly told after one step.
    private const int Size = 4096;

    private static readonly (byte[] Word, SqlKind Kind, SqlTraits Traits)[] Slots = Build();

    /// <summary>What a word in lower case is; <see cref="SqlKind.Name"/> if it is none of SQL's.</summary>
    public static SqlKind Find(ReadOnlySpan<byte> word, out SqlTraits traits)
    {
        for (var at = Hash(word); Slots[at].Word is { } candidate; at = (at + 1) % Size)
        {
            if (!word.SequenceEqual(candidate))
                continue;

            traits = Slots[at].Traits;
            return Slots[at].Kind;
        }

        traits = SqlTraits.None;
        return SqlKind.Name;
    }

    private static int Hash(ReadOnlySpan<byte> word)
    {
        var hash = 2166136261u;
        foreach (var letter in word)
            hash = (hash ^ letter) * 16777619;

        return (int)((hash ^ (hash >> 15)) % Size);
    }

    private static (byte[] Word, SqlKind Kind, SqlTraits Traits)[] Build()
    {
        var slots = new (byte[] Word, SqlKind Kind, SqlTraits Traits)[Size];
        foreach (var (kind, traits, words) in SqlWords.Rows)
        {
            foreach (var word in words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
                Add(slots, word, kind, traits);
        }

        return slots;
    }

    private static void Add((byte[] Word, SqlKind Kind, SqlTraits Traits)[] slots, string text, SqlKind kind, SqlTraits traits)
    {
        var word = Encoding.ASCII.GetBytes(text.Replace('+', ' '));
        var at = Hash(word);
        while (slots[at].Word is { } taken && !word.AsSpan().SequenceEqual(taken))
            at = (at + 1) % Size;

        // A word in two rows means what the first says, but anything rather than nothing.
        ref var slot = ref slots[at];
        if (slot.Word is null)
            slot = (word, kind, traits);
        else if (slot.Kind == SqlKind.Name)
            slot = (word, kind, traits | slot.Traits);
        else
            slot.Traits |= traits & SqlTraits.StartsPhrase;

        // The first word of a phrase, even if it means nothing alone, makes the reader look at the next.
        var space = text.IndexOf('+');
        if (space > 0)
            Add(slots, text[..space], SqlKind.Name, SqlTraits.StartsPhrase);
    }
}
