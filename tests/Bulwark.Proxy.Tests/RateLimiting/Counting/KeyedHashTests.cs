using System.Buffers.Binary;
using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.Tests.RateLimiting.Counting;

public sealed class KeyedHashTests
{
    private static readonly HashKey Key = new(0x0706050403020100, 0x0f0e0d0c0b0a0908);

    // From the authors' vectors of SipHash-2-4-128: the message is 00, 01, 02, ...; here those whose length is a number of words.
    [Theory]
    [InlineData(0, "a3817f04ba25a8e66df67214c7550293")]
    [InlineData(1, "3b62a9ba6258f5610f83e264f31497b4")]
    public void Is_the_published_function(int words, string expected)
    {
        var message = Enumerable.Range(0, words * 8).Select(i => (byte)i).ToArray();
        var hash = new KeyedHash(Key);
        for (var i = 0; i < words; i++)
            hash.Add(BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(i * 8)));

        var (low, high) = hash.Finish();

        var output = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(output, low);
        BinaryPrimitives.WriteUInt64LittleEndian(output.AsSpan(8), high);
        Assert.Equal(expected, Convert.ToHexStringLower(output));
    }

    [Fact]
    public void Lists_of_values_that_read_the_same_one_after_the_other_differ()
    {
        Assert.NotEqual(Hash("ab", "c"), Hash("a", "bc"));
        Assert.NotEqual(Hash("a\0"), Hash("a"));
        Assert.NotEqual(Hash("", "a"), Hash("a", ""));
    }

    [Fact]
    public void Another_secret_gives_other_keys()
    {
        var other = new KeyedHash(HashKey.Create());
        other.Add("a");

        Assert.NotEqual(Hash("a"), other.Finish());
    }

    [Fact]
    public void Who_knows_the_same_password_has_the_same_secret()
    {
        Assert.Equal(HashKey.FromPassword("secret"u8), HashKey.FromPassword("secret"u8));
        Assert.NotEqual(HashKey.FromPassword("secret"u8), HashKey.FromPassword("Secret"u8));
    }

    private static RateKey Hash(params ReadOnlySpan<string> values)
    {
        var hash = new KeyedHash(Key);
        foreach (var value in values)
            hash.Add(value.AsSpan());

        return hash.Finish();
    }
}
