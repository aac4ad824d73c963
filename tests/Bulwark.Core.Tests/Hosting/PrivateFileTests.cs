using Bulwark.Core.Hosting;
using Bulwark.Testing;

namespace Bulwark.Core.Tests.Hosting;

public sealed class PrivateFileTests
{
    [Fact]
    public void Is_made_for_its_owner_alone_and_leaves_no_draft()
    {
        using var directory = new TemporaryDirectory();

        PrivateFile.CreateIfMissing(directory["key"], "content"u8);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory["key"]));
        Assert.Equal([directory["key"]], Directory.GetFiles(directory.Path));
        Assert.Equal("content"u8.ToArray(), PrivateFile.Read(directory["key"]));
    }

    [Fact]
    public void Is_never_written_over()
    {
        using var directory = new TemporaryDirectory();
        PrivateFile.CreateIfMissing(directory["key"], "first"u8);

        PrivateFile.CreateIfMissing(directory["key"], "second"u8);

        Assert.Equal("first"u8.ToArray(), PrivateFile.Read(directory["key"]));
    }

    [Fact]
    public void Has_its_name_on_the_disk_too_when_a_write_returns()
    {
        using var directory = new TemporaryDirectory();
        var flushed = new List<string>();
        FolderSync.Flushed.Value = flushed.Add;
        File.WriteAllText(directory["ready"], "ready");

        PrivateFile.CreateIfMissing(directory["made"], "content"u8);
        PrivateFile.Replace(directory["key"], "content"u8);
        PrivateFile.Rename(directory["ready"], directory["key"]);
        PrivateFile.AppendLine(directory["history"], "line"u8);
        PrivateFile.AppendLine(directory["history"], "content alone"u8);

        Assert.Equal(Enumerable.Repeat(directory.Path, 4), flushed, StringComparer.Ordinal);
        Assert.Equal("ready"u8.ToArray(), File.ReadAllBytes(directory["key"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_flushed_is_no_success() =>
        Assert.StartsWith("/nowhere/at/all: ", Assert.Throws<IOException>(() => FolderSync.Flush("/nowhere/at/all")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(UnixFileMode.GroupRead, "0640")]
    [InlineData(UnixFileMode.OtherRead, "0604")]
    [InlineData(UnixFileMode.OtherWrite, "0602")]
    public void Is_not_read_when_others_may_open_it(UnixFileMode tooMuch, string mode)
    {
        using var directory = new TemporaryDirectory();
        PrivateFile.CreateIfMissing(directory["key"], "content"u8);
        File.SetUnixFileMode(directory["key"], File.GetUnixFileMode(directory["key"]) | tooMuch);

        var e = Assert.Throws<OperatorException>(() => PrivateFile.Read(directory["key"]));

        Assert.Equal($"The file {directory["key"]} is open to other users (mode {mode}). Close it with: chmod 600 {directory["key"]}", e.Message);
    }

    [Fact]
    public void Says_which_file_is_missing()
    {
        var e = Assert.Throws<OperatorException>(() => PrivateFile.Read("/nonexistent/key"));

        Assert.StartsWith("The file /nonexistent/key cannot be read: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_file_cannot_be_written()
    {
        var e = Assert.Throws<OperatorException>(() => PrivateFile.CreateIfMissing("/nonexistent/key", "content"u8));

        Assert.StartsWith("The file /nonexistent/key cannot be written: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Puts_a_new_content_in_the_place_of_the_old_one_for_the_owner_alone()
    {
        using var directory = new TemporaryDirectory();
        PrivateFile.Replace(directory["key"], "the first, and longer"u8);
        File.WriteAllText(directory["key"] + PrivateFile.TemporaryEnding, "what a process left that died");

        PrivateFile.Replace(directory["key"], "second"u8);

        Assert.Equal("second"u8.ToArray(), PrivateFile.Read(directory["key"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory["key"]));
        Assert.Equal([directory["key"]], Directory.GetFiles(directory.Path));
    }
}
