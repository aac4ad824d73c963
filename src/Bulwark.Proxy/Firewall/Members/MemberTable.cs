using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.Firewall.Members;

/// <summary>
/// Whose credentials are whose, of those that were verified within the last hour. Its memory is fixed: a credential has eight places where it may stand, and the one that was not
/// verified for longest gives way. A place holds one object that is exchanged as a whole, so whoever looks needs no lock and never sees half of two. Credentials are compared by 128 bits of
/// a hash whose key nobody outside knows: nobody can make two that meet.
/// </summary>
/// <remarks>Of two writers at one place one may win over the other. What is lost so is learned with the next answer.</remarks>
internal sealed class MemberTable(TimeProvider time)
{
    /// <summary>The most credentials.</summary>
    public const int Capacity = 65_536;

    /// <summary>So long a credential is known that nobody has verified again: one that was revoked, and whose owner does not come back, is forgotten.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private const int Ways = 8;
    private const ulong Sets = Capacity / Ways;

    private readonly KnownMember?[] _places = new KnownMember?[Capacity];
    private readonly long _kept = (long)(Kept.TotalSeconds * time.TimestampFrequency);

    /// <summary>The key of the credentials' hashes.</summary>
    public HashKey Key { get; } = HashKey.Create();

    /// <summary>Whose credential this is; null when that is not known.</summary>
    public KnownMember? Find(RateKey credential)
    {
        foreach (ref var place in SetOf(credential))
        {
            if (Volatile.Read(ref place) is { } member && member.Credential == credential)
                return IsOver(member) ? null : member;
        }

        return null;
    }

    /// <summary>A credential was verified.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="name">Whose it is.</param>
    /// <param name="hash">Gives the hash of a name; asked only for what is new.</param>
    /// <param name="endsAt">When the credential ends by itself; null when it does not say.</param>
    public KnownMember Learn(RateKey credential, string name, Func<string, string> hash, DateTimeOffset? endsAt = null)
    {
        var places = SetOf(credential);
        ref var oldest = ref places[0];
        var oldestAt = long.MaxValue;
        foreach (ref var place in places)
        {
            var member = Volatile.Read(ref place);
            if (member?.Credential == credential)
            {
                if (member.Name == name && member.EndsAt == endsAt)
                    return See(member);

                oldest = ref place;
                break;
            }

            var seenAt = member?.SeenAt ?? long.MinValue;
            if (seenAt < oldestAt)
            {
                oldestAt = seenAt;
                oldest = ref place;
            }
        }

        var learned = See(new KnownMember(credential, name, hash(name), endsAt));
        Volatile.Write(ref oldest, learned);
        return learned;
    }

    /// <summary>A credential is worth nothing any more.</summary>
    public void Forget(RateKey credential)
    {
        foreach (ref var place in SetOf(credential))
        {
            if (Volatile.Read(ref place)?.Credential == credential)
                Volatile.Write(ref place, null);
        }
    }

    private KnownMember See(KnownMember member)
    {
        member.SeenAt = time.GetTimestamp();
        return member;
    }

    private bool IsOver(KnownMember member) => time.GetTimestamp() - member.SeenAt > _kept || time.GetUtcNow() > member.EndsAt;

    private Span<KnownMember?> SetOf(RateKey credential) => _places.AsSpan((int)(credential.Low % Sets) * Ways, Ways);
}
