using System.Security.Cryptography;
using Bulwark.Proxy.Firewall.Samples;

namespace Bulwark.Proxy.Tests.Firewall.Samples;

public sealed class SampleSealTests : IDisposable
{
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void The_recipient_reads_records_in_their_order()
    {
        var (head, records) = Seal("one", "", "three");

        Assert.Equal(["one", "", "three"], Open(head, records));
    }

    [Fact]
    public void The_public_key_is_enough_to_write_and_not_to_read()
    {
        using var known = ECDiffieHellman.Create();
        known.ImportSubjectPublicKeyInfo(_key.ExportSubjectPublicKeyInfo(), out _);
        using var seal = SampleSeal.Create(known, out var head);
        byte[][] records = [seal.Encrypt("one"u8)];

        Assert.Equal(["one"], Open(head, records));
        Assert.Null(SampleSeal.Open(known, head));
    }

    [Fact]
    public void What_was_changed_moved_or_taken_out_is_not_read_nor_what_follows()
    {
        var (head, records) = Seal("one", "two", "three");
        byte[] changed = [.. records[1]];
        changed[^1] ^= 1;

        Assert.Equal(["one", null, "three"], Open(head, [records[0], changed, records[2]]));
        Assert.Equal([null, null, "three"], Open(head, [records[1], records[0], records[2]]));
        Assert.Equal(["one", null], Open(head, [records[0], records[2]]));
    }

    [Fact]
    public void The_same_text_is_never_the_same_record()
    {
        var (_, records) = Seal("same", "same");
        var (_, others) = Seal("same", "same");

        Assert.Equal(4, records.Concat(others).Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_file_for_another_key_or_without_a_point_is_told_from_ours()
    {
        var (head, _) = Seal("one");
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] broken = [.. head];
        broken[^1] ^= 1;

        Assert.Null(SampleSeal.Open(other, head));
        Assert.Null(SampleSeal.Open(_key, broken));
        Assert.Null(SampleSeal.Open(_key, head.AsSpan(1)));
    }

    private (byte[] Head, byte[][] Records) Seal(params string[] texts)
    {
        using var seal = SampleSeal.Create(_key, out var head);
        return (head, [.. texts.Select(text => seal.Encrypt(System.Text.Encoding.UTF8.GetBytes(text)))]);
    }

    private List<string?> Open(byte[] head, IEnumerable<byte[]> records)
    {
        using var seal = SampleSeal.Open(_key, head)!;
        return [.. records.Select(record => seal.Decrypt(record.AsSpan(SampleSeal.LengthBytes)) is { } text ? System.Text.Encoding.UTF8.GetString(text) : null)];
    }
}
