using Bulwark.Waf.Transformations;
using CsCheck;

namespace Bulwark.Waf.Tests.Transformations;

public sealed class ByteClassScanTests
{
    [Theory]
    [InlineData(0x00, ByteClasses.Null)]
    [InlineData('\t', ByteClasses.ControlSpace | ByteClasses.EdgeSpace)]
    [InlineData('\r', ByteClasses.ControlSpace | ByteClasses.EdgeSpace)]
    [InlineData(0x0E, ByteClasses.None)]
    [InlineData(' ', ByteClasses.Space | ByteClasses.EdgeSpace)]
    [InlineData('!', ByteClasses.None)]
    [InlineData('"', ByteClasses.Quote)]
    [InlineData('#', ByteClasses.Hash)]
    [InlineData('%', ByteClasses.Percent)]
    [InlineData('&', ByteClasses.Ampersand)]
    [InlineData('\'', ByteClasses.Quote)]
    [InlineData('(', ByteClasses.None)]
    [InlineData('*', ByteClasses.Star)]
    [InlineData('+', ByteClasses.Plus)]
    [InlineData(',', ByteClasses.Comma)]
    [InlineData('-', ByteClasses.Dash)]
    [InlineData('.', ByteClasses.Dot)]
    [InlineData('/', ByteClasses.Slash)]
    [InlineData('0', ByteClasses.None)]
    [InlineData(';', ByteClasses.Semicolon)]
    [InlineData('@', ByteClasses.None)]
    [InlineData('A', ByteClasses.UpperToO)]
    [InlineData('Z', ByteClasses.UpperFromP)]
    [InlineData('[', ByteClasses.None)]
    [InlineData('X', ByteClasses.UpperFromP | ByteClasses.HexPrefix)]
    [InlineData('\\', ByteClasses.Backslash)]
    [InlineData('^', ByteClasses.Caret)]
    [InlineData('`', ByteClasses.None)]
    [InlineData('o', ByteClasses.LowerToO)]
    [InlineData('p', ByteClasses.LowerFromP)]
    [InlineData('x', ByteClasses.LowerFromP | ByteClasses.HexPrefix)]
    [InlineData('{', ByteClasses.None)]
    [InlineData(0x7F, ByteClasses.None)]
    [InlineData(0x80, ByteClasses.High)]
    [InlineData(0xFF, ByteClasses.High)]
    internal void One_byte(int value, ByteClasses expected) => Assert.Equal(ByteClasses.Any | expected, ByteClassScan.Of([(byte)value]));

    [Fact]
    public void An_empty_value_is_still_one_that_some_transformations_change() => Assert.Equal(ByteClasses.Any, ByteClassScan.Of([]));

    [Fact]
    public void Of_many_bytes_it_finds_what_it_finds_of_each() => Gen.Byte.Array[1, 100].Sample(value =>
    {
        var expected = value.Aggregate(ByteClasses.None, (classes, b) => classes | ByteClassScan.Of([b])) & ~ByteClasses.EdgeSpace;
        expected |= (ByteClassScan.Of([value[0]]) | ByteClassScan.Of([value[^1]])) & ByteClasses.EdgeSpace;

        Assert.Equal(expected, ByteClassScan.Of(value));
    });
}
