using System.Text;
using Bulwark.Core.Configuration;
using Bulwark.Testing;

namespace Bulwark.Core.Tests.Configuration;

public sealed class SettingsReaderTests
{
    private static SettingsResult<SampleOptions> Parse(string text) =>
        SettingsReader.Parse(Encoding.UTF8.GetBytes(text), "bulwark.jsonc", SampleJson.Default.SampleOptions);

    private static string Problems(string text) => Assert.Throws<ConfigException>(() => Parse(text)).Message;

    [Fact]
    public void Reads_comments_and_the_schema_reference()
    {
        var settings = Parse("""
            {
              // The schema tells editors what is allowed.
              "$schema": "./bulwark.schema.json",
              "name": "a", /* in between */
              "port": 8443,
              "mode": "closed",
              "entries": [ { "url": "https://one/" } ],
              "named": { "two": { "url": "https://two/" } },
              "secret": { "file": "/run/secrets/x" }
            }
            """).Value;

        Assert.Equal("a", settings.Name);
        Assert.Equal(8443, settings.Port);
        Assert.Equal("https://one/", Assert.Single(settings.Entries).Url.ToString());
        Assert.Equal("https://two/", settings.Named["two"].Url.ToString());
        Assert.Equal("/run/secrets/x", settings.Secret!.File);
    }

    [Fact]
    public void Keeps_the_defaults_of_what_is_left_out()
    {
        var settings = Parse("""{ "name": "a" }""").Value;

        Assert.True(settings.Enabled);
        Assert.Null(settings.Port);
        Assert.Empty(settings.Entries);
    }

    [Fact]
    public void Tells_every_problem_at_once_with_its_line()
    {
        var problems = Problems("""
            {
              "nam": "a",
              "port": "8443",
              "enabled": null,
              "mode": 1,
              "entries": [
                { "url": "https://one/" },
                { "ulr": "https://two/" }
              ],
              "port": 3,
              "named": { "x": 5 }
            }
            """);

        Assert.Equal(
            """
            bulwark.jsonc:1: name is missing
            bulwark.jsonc:2: nam is not a setting; did you mean 'name'?
            bulwark.jsonc:3: port "8443" is not a whole number
            bulwark.jsonc:4: enabled is null: give it a value, or leave the key out for the default
            bulwark.jsonc:5: mode 1 is not one of "closed", "wideOpen"
            bulwark.jsonc:8: entries[1].ulr is not a setting; did you mean 'url'?
            bulwark.jsonc:8: entries[1].url is missing
            bulwark.jsonc:10: port stands twice: keep one
            bulwark.jsonc:11: named.x 5 is not an object { ... }
            """.ReplaceLineEndings("\n").Split('\n'),
            problems.Split('\n'));
    }

    [Fact]
    public void Asks_every_section_for_its_own_problems()
    {
        Assert.Equal(
            "bulwark.jsonc:2: port 70000 is out of range: 1 to 65535\nbulwark.jsonc:3: entries[0].url 'http://one/' is not https\nbulwark.jsonc:4: named.two.url 'http://two/' is not https",
            Problems("""
                { "name": "a",
                  "port": 70000,
                  "entries": [ { "url": "http://one/" } ],
                  "named": { "two": { "url": "http://two/" } }
                }
                """));
    }

    [Fact]
    public void Tells_what_is_misspelt_and_what_is_senseless_in_one_go()
    {
        Assert.Equal(
            "bulwark.jsonc:2: port 70000 is out of range: 1 to 65535\nbulwark.jsonc:3: enabld is not a setting; did you mean 'enabled'?\nbulwark.jsonc:4: named.two.url 'http://two/' is not https\nbulwark.jsonc:5: named.three.url is missing",
            Problems("""
                { "name": "a",
                  "port": 70000,
                  "enabld": true,
                  "named": { "two": { "url": "http://two/" },
                             "three": {} }
                }
                """));
    }

    [Fact]
    public void Warns_of_the_weaker_choice_without_refusing_it()
    {
        var settings = Parse("{ \"name\": \"a\",\n \"mode\": \"wideOpen\" }");

        Assert.Equal("bulwark.jsonc:2: mode 'wideOpen' lets everyone in", Assert.Single(settings.Warnings));
    }

    [Theory]
    [InlineData("", "bulwark.jsonc:1: is not JSON: ")]
    [InlineData("{\n \"name\": \n}", "bulwark.jsonc:3: is not JSON: ")]
    [InlineData("{ \"name\": \"a\" } {}", "bulwark.jsonc:1: is not JSON: ")]
    [InlineData("{ \"name\": \"a\", }", "bulwark.jsonc:1: is not JSON: ")]
    [InlineData("[]", "bulwark.jsonc:1: the file a list [ ... ] is not an object { ... }")]
    [InlineData("{ \"name\": \"a\", \"$schema\": 5 }", "bulwark.jsonc:1: $schema is not a setting")]
    [InlineData("{ \"Name\": \"a\" }", "bulwark.jsonc:1: Name is not a setting; did you mean 'name'?")]
    public void Refuses_what_is_not_a_settings_file(string text, string start) => Assert.StartsWith(start, Problems(text), StringComparison.Ordinal);

    [Fact]
    public void Says_which_file_cannot_be_read()
    {
        using var directory = new TemporaryDirectory();

        var e = Assert.Throws<ConfigException>(() => SettingsReader.Read(directory["absent.jsonc"], SampleJson.Default.SampleOptions));

        Assert.StartsWith($"{directory["absent.jsonc"]}: cannot be read: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_file_that_begins_with_a_byte_order_mark() => Assert.Equal("a", Parse("\uFEFF{ \"name\": \"a\" }").Value.Name);
}
