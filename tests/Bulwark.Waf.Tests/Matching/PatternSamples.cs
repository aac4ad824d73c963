using Bulwark.Waf.Matching;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Tests.Matching;

/// <summary>Makes values for a pattern: half of them follow its syntax tree (and then often are damaged a little), half are drawn from its own bytes.</summary>
internal sealed class PatternSamples(ParsedPattern pattern, ulong seed)
{
    private const int MaxLength = 300;

    private static readonly string[] Snippets =
    [
        "select * from users where id=1", "<script>alert(1)</script>", "../../etc/passwd", "hello world", " or 1=1--", "\r\n", "\n", "{\"a\":\"b\"}",
        "aaaa", "'\"", "()", "cat /etc/passwd|", "http://example.org/?a=b", "0x41", "%00", "\\", "_", " ", "éß", "union all", "javascript:",
    ];

    private readonly Dice _dice = new(seed);
    private readonly Dictionary<int, byte[]> _groups = [];
    private readonly byte[] _alphabet = Alphabet(pattern.Root);

    public byte[] Next()
    {
        var bytes = new List<byte>();
        if (_dice.OneIn(2))
            Random(bytes);
        else
            Derived(bytes);

        if (bytes.Count > MaxLength)
            bytes.RemoveRange(MaxLength, bytes.Count - MaxLength);

        return [.. bytes];
    }

    private void Derived(List<byte> bytes)
    {
        _groups.Clear();
        if (_dice.OneIn(2))
            Random(bytes);

        Derive(pattern.Root, bytes);
        if (_dice.OneIn(3))
            Random(bytes);

        for (var damage = _dice.OneIn(2) ? _dice.Next(4) : 0; damage > 0 && bytes.Count > 0; damage--)
            Damage(bytes);
    }

    private void Damage(List<byte> bytes)
    {
        var place = _dice.Next(bytes.Count);
        switch (_dice.Next(5))
        {
            case 0:
                bytes.RemoveAt(place);
                break;
            case 1:
                bytes.Insert(place, AnyByte());
                break;
            case 2:
                bytes[place] = AnyByte();
                break;
            case 3:
                bytes.InsertRange(place, bytes.GetRange(place, Math.Min(10, bytes.Count - place)));
                break;
            default:
                if (char.IsAsciiLetter((char)bytes[place]))
                    bytes[place] ^= 0x20;

                break;
        }
    }

    private void Random(List<byte> bytes)
    {
        for (var count = _dice.Next(8); count > 0; count--)
        {
            if (_dice.OneIn(4))
                bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(_dice.Pick(Snippets)));
            else
                bytes.Add(AnyByte());
        }
    }

    private byte AnyByte() => _dice.OneIn(10) || _alphabet.Length == 0 ? (byte)_dice.Next(256) : _dice.Pick(_alphabet);

    private void Derive(Node node, List<byte> bytes)
    {
        if (bytes.Count > MaxLength)
            return;

        switch (node)
        {
            case Node.Bytes { Set.IsEmpty: false } one:
                bytes.Add(Member(one.Set));
                break;
            case Node.Sequence sequence:
                foreach (var part in sequence.Parts)
                    Derive(part, bytes);

                break;
            case Node.Alternation alternation:
                Derive(_dice.Pick(alternation.Branches), bytes);
                break;
            case Node.Repeat repeat:
                var max = (int)Math.Min(repeat.Max, repeat.Min + (_dice.OneIn(6) ? 20L : 3L));
                for (var count = repeat.Min + _dice.Next(max - repeat.Min + 1); count > 0; count--)
                    Derive(repeat.Body, bytes);

                break;
            case Node.Group group:
                var start = bytes.Count;
                Derive(group.Body, bytes);
                _groups[group.Number] = [.. bytes.GetRange(start, bytes.Count - start)];
                break;
            case Node.Atomic atomic:
                Derive(atomic.Body, bytes);
                break;
            case Node.BackReference reference:
                bytes.AddRange(_groups.GetValueOrDefault(reference.Number, []));
                break;
        }
    }

    private byte Member(ByteSet set)
    {
        var members = set.ToArray();
        var printable = Array.FindAll(members, value => value is >= (byte)' ' and <= (byte)'~');
        return printable.Length > 0 && !_dice.OneIn(8) ? _dice.Pick(printable) : _dice.Pick(members);
    }

    private static byte[] Alphabet(Node root)
    {
        var set = ByteSet.None;
        Visit(root);
        return set.ToArray();

        void Visit(Node node)
        {
            switch (node)
            {
                case Node.Bytes bytes when bytes.Set.Count < 100:
                    set |= bytes.Set;
                    break;
                case Node.Sequence sequence:
                    Array.ForEach(sequence.Parts, Visit);
                    break;
                case Node.Alternation alternation:
                    Array.ForEach(alternation.Branches, Visit);
                    break;
                case Node.Repeat repeat:
                    Visit(repeat.Body);
                    break;
                case Node.Group group:
                    Visit(group.Body);
                    break;
                case Node.Atomic atomic:
                    Visit(atomic.Body);
                    break;
                case Node.Lookahead look:
                    Visit(look.Body);
                    break;
            }
        }
    }
}
