using System.Text.Json;
using Bulwark.Core.Configuration;

namespace Bulwark.Core.Tests.Configuration;

public sealed class DurationConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new DurationConverter() } };

    [Theory]
    [InlineData("0s", 0)]
    [InlineData("250ms", 250)]
    [InlineData("5s", 5_000)]
    [InlineData("2m", 120_000)]
    [InlineData("23h", 82_800_000)]
    [InlineData("7d", 604_800_000)]
    public void Reads_a_number_and_its_unit_and_writes_it_again(string text, double milliseconds)
    {
        var value = JsonSerializer.Deserialize<TimeSpan>($"\"{text}\"", Options);

        Assert.Equal(milliseconds, value.TotalMilliseconds);
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(value, Options));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"s\"")]
    [InlineData("\"5\"")]
    [InlineData("\"5 s\"")]
    [InlineData("\"-5s\"")]
    [InlineData("\"+5s\"")]
    [InlineData("\"1.5s\"")]
    [InlineData("\"5S\"")]
    [InlineData("\"5sec\"")]
    [InlineData("\"00:00:30\"")]
    [InlineData("\"99999999999999999999d\"")]
    [InlineData("\"3651d\"")]
    [InlineData("5")]
    [InlineData("true")]
    public void Refuses_everything_else(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TimeSpan>(json, Options));

    [Fact]
    public void Chooses_the_largest_whole_unit()
    {
        Assert.Equal("90s", DurationConverter.Format(TimeSpan.FromSeconds(90)));
        Assert.Equal("1d", DurationConverter.Format(TimeSpan.FromHours(24)));
        Assert.Equal("1500ms", DurationConverter.Format(TimeSpan.FromSeconds(1.5)));
    }
}
