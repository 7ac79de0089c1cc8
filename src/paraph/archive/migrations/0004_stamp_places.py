import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0003_extras'),
        ('docflow', '0005_lists_from_indexes'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StampPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(max_length=20)),
                ('page', models.IntegerField()),
                ('x', models.FloatField()),
                ('y', models.FloatField()),
                ('docflow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stamp_places', to='docflow.docflow')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.workspace')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('docflow', 'side'), name='stamp_place')],
            },
        ),
    ]
